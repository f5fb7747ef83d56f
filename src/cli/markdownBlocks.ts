/** Where a huge Markdown text can be cut so that each part reads as it does in the whole. */
import { markdownPieces } from '../text/markdownPieces.ts';
import { proseStart } from '../text/prose.ts';
import type { Sizes } from './blocks.ts';

/** Markdown is read whole up to here: only the whole knows its link definitions. */
export const MARKDOWN: Sizes = { min: 1024 * 1024, max: 4 * 1024 * 1024 };

/** Would be front matter at the start of a text. */
const FRONT_MATTER = /(?:---|\+\+\+)[ \t]*\r?\n/y;

/** Behind a block outside of all containers, or an item of a list out there, whatever may follow `text`. */
export function markdownEnd(text: string, from: number): number {
  const mark = proseStart(text);
  for (const { end, reach } of markdownPieces(text.slice(mark))) {
    if (mark + reach > text.length) return -1;
    FRONT_MATTER.lastIndex = mark + end;
    if (mark + end >= from && !FRONT_MATTER.test(text)) return mark + end;
  }
  return -1;
}
