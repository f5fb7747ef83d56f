/** Cuts a text that comes in chunks into blocks that can be scored one by one, so that memory stays small. */

/** A piece of a text; blocks follow each other without a gap. */
export interface Block {
  text: string;
  /** UTF-16 offset into the whole text. */
  start: number;
}

/**
 * The length of the first block of `pending`, 0 while it takes more text to say.
 * Depends on the text alone, not on how it was chunked; lines are the exception.
 * @param added what came last: the end of `pending`
 */
export type Cut = (pending: string, added: string) => number;

/** The longest text that one record can hold, in UTF-16 units: a line or a document. JSON may need six times that. */
export const MAX_RECORD = 64 * 1024 * 1024;

/** @param tooLong makes the error where a block grows beyond {@link MAX_RECORD} */
export async function* blocksOf(
  chunks: AsyncIterable<string>,
  cut: Cut,
  tooLong: () => Error,
): AsyncGenerator<Block> {
  let pending = '';
  let start = 0;
  for await (const chunk of chunks) {
    let added = chunk;
    pending += chunk;
    for (let length = cut(pending, added); length > 0; length = cut(pending, added)) {
      yield { text: pending.slice(0, length), start };
      pending = pending.slice(length);
      start += length;
      added = pending.slice(-added.length);
    }
    if (pending.length > MAX_RECORD) throw tooLong();
  }
  if (pending !== '') yield { text: pending, start };
}

/** Whole lines, as soon as they are there. */
export const cutLines: Cut = (pending, added) => {
  const end = added.lastIndexOf('\n') + 1;
  return end === 0 ? 0 : pending.length - added.length + end;
};

export interface Sizes {
  /** No block but the last is shorter, in UTF-16 units. */
  min: number;
  /** No block is longer. */
  max: number;
}

/**
 * At the first boundary from `min` on; where there is none before `max`, at the last good place before it.
 * @param boundary where a block may end, `from` or later; -1: nowhere in `text`
 */
export function cutAt(boundary: (text: string, from: number) => number, { min, max }: Sizes): Cut {
  return pending => {
    if (pending.length < min) return 0;
    const text = pending.slice(0, max);
    const end = boundary(text, min);
    if (end > 0) return end;
    return pending.length < max ? 0 : hardEnd(text);
  };
}

/** After a blank line. */
export function paragraphEnd(text: string, from: number): number {
  const blank = /\n[ \t]*\r?\n/g;
  blank.lastIndex = from;
  return blank.test(text) ? blank.lastIndex : -1;
}

/** Enough for sixty-four thousand characters of work at a time; one paragraph may be four times that. */
export const PARAGRAPHS: Sizes = { min: 64 * 1024, max: 256 * 1024 };

/** A hard cut looks this far back for a good place. */
const LOOK_BACK = 4096;

/** After a line, a sentence or a word near the end of `text`; else at its end, never inside a surrogate pair. */
function hardEnd(text: string): number {
  const from = Math.max(0, text.length - LOOK_BACK);
  const tail = text.slice(from);
  for (const place of [/\n/g, /[.!?…]\s|[。！？]/g, /\s/g]) {
    const last = [...tail.matchAll(place)].at(-1);
    if (last !== undefined) return from + last.index + last[0].length;
  }
  const unit = text.charCodeAt(text.length - 1);
  return unit >= 0xd800 && unit < 0xdc00 && text.length > 1 ? text.length - 1 : text.length;
}
