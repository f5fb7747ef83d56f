import type { TextKinds } from '../base/textKinds.ts';

/** A span of a document: the unit that is scored. */
export interface Segment {
  /** UTF-16 offsets into the document; `end` is exclusive. `document.slice(start, end)` is the raw text. */
  start: number;
  end: number;
  /** The normalised text that is scored: prose alone, white space folded. */
  text: string;
  /** BCP-47, `und` when unsure. */
  language: string;
  /** What it is; the same kinds are the same array. */
  kinds: TextKinds;
}
