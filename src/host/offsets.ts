import type { Span } from '../protocol/worker.ts';

/** One change of a document, as VS Code tells it: `removed` characters at `start` gave way to `inserted`. */
export interface Edit {
  start: number;
  removed: number;
  inserted: number;
}

/**
 * Spans after edits: those behind an edit move with the text, those that it touched are dropped.
 * Edits are applied one after another, each to the text that the former left.
 */
export function applyEdits<T extends Span>(spans: readonly T[], edits: readonly Edit[]): T[] {
  let moved = [...spans];
  for (const { start, removed, inserted } of edits) {
    const end = start + removed;
    const delta = inserted - removed;
    moved = moved.flatMap(span => {
      if (span.end <= start) return [span];
      if (span.start >= end) return [{ ...span, start: span.start + delta, end: span.end + delta }];
      return [];
    });
  }
  return moved;
}
