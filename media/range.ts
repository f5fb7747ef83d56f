/** A part of a document: the segments that begin in it. */
import type { Span } from '../src/protocol/worker.ts';
import type { ShownSegment } from './shown.ts';

/** The first index of the part and the one behind its last; all of them without a part. */
export function indicesOf(segments: readonly Span[], range: Span | undefined): [from: number, to: number] {
  if (range === undefined) return [0, segments.length];
  return [firstFrom(segments, range.start), firstFrom(segments, range.end)];
}

/** The index of the first segment that begins at `offset` or behind it. */
function firstFrom(segments: readonly Span[], offset: number): number {
  let low = 0;
  let high = segments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (segments[middle].start < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The part from one segment to another, both included, in either order. */
export function rangeBetween(a: Span, b: Span): Span {
  return { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}

/** The part after edits: from its first segment that is left to its last; undefined where none is. */
export function carryRange(
  before: readonly ShownSegment[],
  after: readonly ShownSegment[],
  range: Span,
): Span | undefined {
  if (before === after) return range;
  const left = new Map(after.map(segment => [segment.key, segment]));
  // Segments of a message that follows from no other have keys of their own; the text is the same.
  if (!before.some(({ key }) => left.has(key))) return range;
  const kept = before.slice(...indicesOf(before, range)).flatMap(({ key }) => left.get(key) ?? []);
  const first = kept.at(0);
  const last = kept.at(-1);
  if (first === undefined || last === undefined) return undefined;
  return first.start === range.start && last.end === range.end ? range : rangeBetween(first, last);
}
