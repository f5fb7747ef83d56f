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

/** What a part of a text may need to know of the whole, by name; what is absent is not the case. */
export type Facts = ReadonlyMap<string, number>;

/**
 * A part of a text, and its prose. Unless its extractor reads a text entire, it depends on nothing but the text from `start` to `reach` and on the facts that
 * were `asked` for, so that after an edit elsewhere it is what it was.
 */
export interface Piece {
  /** UTF-16 offsets; pieces follow each other from the text's start to its end. */
  start: number;
  end: number;
  /** Behind the last unit that was looked at, at least `end`; behind the text's length where its end was seen. */
  reach: number;
  asked: ReadonlySet<string>;
  /** In order; they do not overlap. */
  blocks: Block[];
}

/** Finds the prose of a text. */
export interface Extractor {
  /** Whether a piece depends on the text before it too: then an edit anywhere reads all of them again. */
  readonly entire?: true;
  facts(text: string): Facts;
  /** The pieces from the one on that begins at `from`; as far as they are wanted. */
  pieces(text: string, facts: Facts, from: number): Iterable<Piece>;
}

/** Where prose may begin: behind a byte-order mark. */
export function proseStart(text: string): number {
  return text.startsWith('\uFEFF') ? 1 : 0;
}

export function blocksOf(extractor: Extractor, text: string): Block[] {
  return Array.from(extractor.pieces(text, extractor.facts(text), 0), piece => piece.blocks).flat();
}
