import type { TextKinds } from '../base/textKinds.ts';

/** A paragraph, heading, list item's paragraph, table cell: what a sentence cannot leave. */
export interface Block {
  /** UTF-16 offset into the text that the extractor was given. */
  start: number;
  /**
   * The prose, unit for unit over the source: what is no prose is blank, marks inside words are
   * {@link JOINER}s, line breaks are spaces. `text[i]` stands for `source[start + i]`.
   */
  text: string;
  /** By its place in the text, as {@link kindSet} makes them. */
  kinds: TextKinds;
}

/** Whether some piece of the text tells this: a label's name, say, that it defines. */
export type Told = (name: string) => boolean;

/**
 * A part of a text, and its prose. Unless its extractor reads a text entire, it depends on nothing but the text from
 * `start` to `reach` and on what it asks whether it is told, so that after an edit elsewhere it is what it was.
 */
export interface Piece {
  /** UTF-16 offsets; pieces follow each other from the text's start to its end. */
  start: number;
  end: number;
  /** Behind the last unit that was looked at, at least `end`; behind the text's length where its end was seen. */
  reach: number;
  /** What other pieces may ask for. */
  tells?: readonly string[];
  /** In order; they do not overlap. Asks for what it needs to know of the whole text. */
  blocks(told: Told): Block[];
}

/** Finds the prose of a text. */
export interface Extractor {
  /** Whether a piece depends on the text before it too: then an edit anywhere reads all of them again. */
  readonly entire?: true;
  /** The pieces from the one on that begins at `from`; as far as they are wanted. */
  pieces(text: string, from: number): Iterable<Piece>;
}

/** Where prose may begin: behind a byte-order mark. */
export function proseStart(text: string): number {
  return text.startsWith('\uFEFF') ? 1 : 0;
}

/** The blocks of a text, as often as it is called, and as far as they are wanted. */
export function reader(extractor: Extractor, text: string): () => Generator<Block> {
  const pieces = [...extractor.pieces(text, 0)];
  const told = new Set(pieces.flatMap(({ tells = [] }) => tells));
  const isTold = (name: string) => told.has(name);
  return function* () {
    for (const piece of pieces) for (const block of piece.blocks(isTold)) yield block;
  };
}

export function blocksOf(extractor: Extractor, text: string): Block[] {
  return [...reader(extractor, text)()];
}
