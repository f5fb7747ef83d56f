/** Cuts a text that comes in chunks into blocks that can be scored one by one, so that memory stays small. */

/** A piece of a text; blocks follow each other without a gap. */
export interface Block {
  text: string;
  /** UTF-16 offset into the whole text. */
  start: number;
}

/** Where blocks end. What it says depends on the text alone, not on how it was chunked. */
export interface Cutter {
  /**
   * The length of the first block of `pending`, 0 while it takes more text to say.
   * @param added what came last: the end of `pending`
   */
  cut(pending: string, added: string): number;
  /** The same where nothing more has come for a while, so that what is there need not wait. */
  idle?(pending: string): number;
}

/** The longest text that one record can hold, in UTF-16 units: a line or a document. JSON may need six times that. */
export const MAX_RECORD = 64 * 1024 * 1024;

/** Milliseconds: longer than any pause of a program that writes as fast as it can. */
const IDLE = 250;

/** @param tooLong makes the error where a block grows beyond {@link MAX_RECORD} */
export async function* blocksOf(
  chunks: AsyncIterable<string>,
  cutter: Cutter,
  tooLong: () => Error,
): AsyncGenerator<Block> {
  const reader = chunks[Symbol.asyncIterator]();
  let pending = '';
  let start = 0;
  const take = (length: number): Block => {
    const block = { text: pending.slice(0, length), start };
    pending = pending.slice(length);
    start += length;
    return block;
  };
  for (;;) {
    const next = reader.next();
    const { idle } = cutter;
    if (idle !== undefined && pending !== '' && (await isIdle(next))) {
      const length = idle(pending);
      if (length > 0) yield take(length);
    }
    const { value: added, done } = await next;
    if (done) break;
    pending += added;
    for (let length = cutter.cut(pending, added); length > 0; length = cutter.cut(pending, added)) {
      yield take(length);
    }
    if (pending.length > MAX_RECORD) throw tooLong();
  }
  if (pending !== '') yield take(pending.length);
}

async function isIdle(next: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const pause = new Promise<boolean>(resolve => {
    timer = setTimeout(resolve, IDLE, true);
  });
  const come = () => false;
  try {
    return await Promise.race([next.then(come, come), pause]);
  } finally {
    clearTimeout(timer);
  }
}

/** Whole lines; at once where more than `min` UTF-16 units wait. */
export function cutLines(min: number): Cutter {
  return {
    cut(pending, added) {
      const before = Math.max(0, pending.length - added.length);
      const from = Math.max(before, min);
      // What came before has been looked through: a line may be huge.
      const feed = from < pending.length ? added.slice(-pending.length).indexOf('\n', from - before) : -1;
      return feed < 0 ? 0 : before + feed + 1;
    },
    idle: pending => pending.lastIndexOf('\n') + 1,
  };
}

/** Some hundred lines: enough work at a time. */
export const LINES = 16 * 1024;

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
export function cutAt(boundary: (text: string, from: number) => number, { min, max }: Sizes): Cutter {
  const cut = (pending: string) => {
    if (pending.length < min) return 0;
    const text = pending.slice(0, max);
    const end = boundary(text, min);
    if (end > 0) return end;
    return pending.length < max ? 0 : hardEnd(text);
  };
  return { cut };
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
