import { kindSet } from './kinds.ts';
import { soften } from './mask.ts';
import type { Block, Extractor, Piece } from './prose.ts';

/** Begins an item: a bullet, `1.`, `2)`, `[x]`. */
const ITEM = /^\s*(?:[-*+•–—]\s|\d{1,3}[.)]\s|\[.?\]\s)/;
/** UTF-16 units from which on a line may have been wrapped by hand rather than ended. */
const WRAPPED = 40;

const PROSE = kindSet('prose');
const LIST_ITEM = kindSet('prose', 'list-item');

/**
 * Paragraphs end at blank lines, and at the end of a line when the next line begins an item, or when the line is
 * shorter than {@link WRAPPED} and the next does not go on in lower case. Any other line break is soft.
 */
export const plain: Extractor = { pieces: plainPieces };

/** A piece is a paragraph with the blank lines behind it, and looks at the line that begins the next. */
function* plainPieces(text: string, from: number): Generator<Piece> {
  let piece = from;
  let start = from;
  let end = from;
  let last: string | undefined;
  const until = (next: number, reach: number): Piece => {
    const [first, last] = [start, end];
    return {
      start: piece,
      end: next,
      reach,
      blocks: () => (last > first ? [paragraph(text, first, last)] : []),
    };
  };
  for (let at = from; at < text.length; ) {
    const newline = text.indexOf('\n', at);
    const to = newline < 0 ? text.length : newline;
    const line = text.slice(at, to);
    if (line.trim() === '') last = undefined;
    else {
      if (end > start && (last === undefined || endsBefore(last, line))) {
        yield until(at, to + 1);
        piece = at;
        start = at;
      } else if (end === start) start = at;
      end = to;
      last = line;
    }
    at = to + 1;
  }
  if (piece < text.length) yield until(text.length, text.length + 1);
}

function paragraph(text: string, start: number, end: number): Block {
  const source = text.slice(start, end);
  return { start, text: soften(source), kinds: ITEM.test(source) ? LIST_ITEM : PROSE };
}

function endsBefore(line: string, next: string): boolean {
  return ITEM.test(next) || (line.trimEnd().length < WRAPPED && !/^\s*\p{Ll}/u.test(next));
}
