import { themeColor } from '../protocol/colors.ts';
import { type ScoredSegment, scoreOf } from '../protocol/scores.ts';
import type { Span } from '../protocol/worker.ts';
import type { Shown } from './shown.ts';
import { firstEndingAfter } from './spans.ts';

/** Marks that the overview ruler can tell apart: it is about as high as a window. */
const rulerMarks = 1000;

/** `own`: the label is the user's. */
export interface ColoredSpan extends Span {
  readonly own?: true;
}

/** The shown segments between two offsets, by theme colour, in the document's order. */
export function coloredSpans(
  segments: readonly ScoredSegment[],
  { task, labels }: Shown,
  { start: from, end: to }: Span,
): Map<string, ColoredSpan[]> {
  const colors = new Map([...labels].map(label => [label, themeColor(task, label)]));
  const spans = new Map<string, ColoredSpan[]>();
  for (let i = firstEndingAfter(segments, from); i < segments.length && segments[i].start < to; i++) {
    const { start, end } = segments[i];
    const score = scoreOf(segments[i], task);
    const color = colors.get(score?.label ?? '');
    if (color === undefined) continue;
    const span = { start, end, ...(score?.guess && { own: true as const }) };
    const sameColor = spans.get(color);
    if (sameColor === undefined) spans.set(color, [span]);
    else sameColor.push(span);
  }
  return spans;
}

/**
 * Spans of one colour drawn together where the ruler could not tell them apart: of 20,000 it would draw every one.
 * @param spans in the document's order
 * @param length the document's, in UTF-16 units
 */
export function rulerSpans(spans: readonly Span[], length: number): Span[] {
  const gap = length / rulerMarks;
  const joined: { start: number; end: number }[] = [];
  for (const { start, end } of spans) {
    const last = joined.at(-1);
    if (last !== undefined && start - last.end < gap) last.end = end;
    else joined.push({ start, end });
  }
  return joined;
}
