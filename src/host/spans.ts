/** Searches in the spans of a document: they are in order, and none overlaps another. */
import type { Span } from '../protocol/worker.ts';

/** The index of the first span that ends after the offset. */
export function firstEndingAfter(spans: readonly Span[], offset: number): number {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle].end > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The index of the span to go to from an offset: the next that begins behind it or before it, round the ends. */
export function neighbour(spans: readonly Span[], offset: number, backwards: boolean): number {
  if (backwards) {
    const before = spans.findLastIndex(({ start }) => start < offset);
    return before < 0 ? spans.length - 1 : before;
  }
  const behind = spans.findIndex(({ start }) => start > offset);
  return behind < 0 ? Math.min(0, spans.length - 1) : behind;
}

/** Segments in groups, parted where a blank line stands between two of them. */
export function paragraphs<T extends Span>(text: string, segments: readonly T[]): T[][] {
  const groups: T[][] = [];
  let end = 0;
  for (const segment of segments) {
    const group = groups.at(-1);
    if (group === undefined || /\n[^\S\n]*\n/.test(text.slice(end, segment.start))) groups.push([segment]);
    else group.push(segment);
    end = segment.end;
  }
  return groups;
}
