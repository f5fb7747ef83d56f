/** Where a huge text can be cut whose extractor reads it piece by piece: a piece is read alike wherever reading began. */
import type { Extractor } from '../text/prose.ts';
import { PARAGRAPHS, type Sizes } from './blocks.ts';

/** A piece may be long: a table, a list in HTML. */
export const PIECES: Sizes = { min: PARAGRAPHS.min, max: 4 * 1024 * 1024 };

/** The end of a piece that needs nothing of what is still to come. */
export function pieceEnd(extractor: Extractor, text: string, from: number): number {
  for (const { end, reach } of extractor.pieces(text, 0)) if (end >= from && reach <= text.length) return end;
  return -1;
}
