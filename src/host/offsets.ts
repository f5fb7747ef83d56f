import type { Span } from '../protocol/worker.ts';

/** One change of a document, as VS Code tells it: `removed` characters at `start` gave way to `inserted`. */
export interface Edit {
  start: number;
  removed: number;
  inserted: number;
}

/**
 * Spans after edits: those behind an edit move with the text, those that it touched go through `touched`, which gets
 * what the edit left of them, if anything, and says what stays.
 * Edits are applied one after another, each to the text that the former left.
 */
export function applyEdits<T extends Span>(
  spans: readonly T[],
  edits: readonly Edit[],
  touched: (span: T) => T | undefined = () => undefined,
): T[] {
  let moved = [...spans];
  for (const edit of edits) {
    const end = edit.start + edit.removed;
    const delta = edit.inserted - edit.removed;
    moved = moved.flatMap(span => {
      if (span.end <= edit.start) return [span];
      if (span.start >= end) return [{ ...span, start: span.start + delta, end: span.end + delta }];
      const left = remainder(span, edit);
      return left.start < left.end ? (touched({ ...span, ...left }) ?? []) : [];
    });
  }
  return moved;
}

/** What is left of a span that an edit touched; what was inserted is a part of it only inside of it. */
function remainder(span: Span, { start, removed, inserted }: Edit): Span {
  const end = start + removed;
  return {
    start: span.start < start ? span.start : start + inserted,
    end: span.end > end ? span.end + inserted - removed : start,
  };
}
