import { soften } from './mask.ts';
import type { Block } from './prose.ts';

/** Begins an item: a bullet, `1.`, `2)`, `[x]`. */
const ITEM = /^\s*(?:[-*+•–—]\s|\d{1,3}[.)]\s|\[.?\]\s)/;
/** UTF-16 units from which on a line may have been wrapped by hand rather than ended. */
const WRAPPED = 40;

/**
 * Paragraphs end at blank lines, and at the end of a line when the next line begins an item, or when the line is
 * shorter than {@link WRAPPED} and the next does not go on in lower case. Any other line break is soft.
 */
export function* plainBlocks(text: string): Generator<Block> {
  let start = 0;
  let end = 0;
  let last = '';
  const block = (): Block => ({ start, text: soften(text.slice(start, end)) });
  for (let from = 0; from < text.length; ) {
    const newline = text.indexOf('\n', from);
    const to = newline < 0 ? text.length : newline;
    const line = text.slice(from, to);
    const blank = line.trim() === '';
    if (end > start && (blank || endsBefore(last, line))) {
      yield block();
      start = end;
    }
    if (!blank) {
      if (end <= start) start = from;
      end = to;
      last = line;
    }
    from = to + 1;
  }
  if (end > start) yield block();
}

function endsBefore(line: string, next: string): boolean {
  return ITEM.test(next) || (line.trimEnd().length < WRAPPED && !/^\s*\p{Ll}/u.test(next));
}
