import type { Span } from '../protocol/worker.ts';
import { applyEdits, type Edit } from './offsets.ts';

/**
 * Milliseconds within which VS Code may show an edit before it has shown the spans that were set just before: it puts
 * them where they were in the former text. What an edit follows that closely counts as unknown.
 */
const settled = 300;

/**
 * The spans that an editor shows of one decoration, followed through edits as VS Code moves them. What stands already
 * need not be set again: setting 20,000 spans costs the window a tenth of a second.
 */
export class Painted {
  #spans: readonly Span[] = [];
  /** When they were set, on the clock of `performance.now()`. */
  #since = Number.NEGATIVE_INFINITY;
  #known = true;

  get spans(): readonly Span[] {
    return this.#spans;
  }

  /** VS Code moves what is behind an edit. What the edit touches it keeps in some shape. */
  edit(edits: readonly Edit[], now: number): void {
    const before = this.#spans.length;
    this.#spans = applyEdits(this.#spans, edits);
    if (this.#spans.length < before || now - this.#since < settled) this.#known = false;
  }

  /** Takes over what is to be shown. @returns whether it has to be set, because something else may be there. */
  replace(spans: readonly Span[], now: number): boolean {
    if (this.#known && same(this.#spans, spans)) return false;
    this.#spans = spans;
    this.#since = now;
    this.#known = true;
    return true;
  }
}

function same(a: readonly Span[], b: readonly Span[]): boolean {
  return a.length === b.length && a.every(({ start, end }, i) => start === b[i].start && end === b[i].end);
}
