import { markdownBlocks, mdxBlocks } from './markdown.ts';
import { plainBlocks } from './plain.ts';

/** A paragraph, heading, list item's paragraph, table cell: what a sentence cannot leave. */
export interface Block {
  /** UTF-16 offset into the text that the extractor was given. */
  start: number;
  /**
   * The prose, unit for unit over the source: what is no prose is blank, marks inside words are
   * {@link JOINER}s, line breaks are spaces. `text[i]` stands for `source[start + i]`.
   */
  text: string;
}

/** Finds the prose of a text; blocks are in order and do not overlap. */
export type Extractor = (text: string) => Iterable<Block>;

/** By VS Code's language id; what is not here is prose from end to end. */
const EXTRACTORS: Readonly<Record<string, Extractor>> = {
  markdown: markdownBlocks,
  mdx: mdxBlocks,
};

export function extractorFor(languageId: string): Extractor {
  return Object.hasOwn(EXTRACTORS, languageId) ? EXTRACTORS[languageId] : plainBlocks;
}
