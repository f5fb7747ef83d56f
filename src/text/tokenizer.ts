import { CONTINUES } from './pieces.ts';
import { UNKNOWN, type Vocabulary } from './vocabulary.ts';
import { words } from './words.ts';

export interface Encoded {
  /** At most `maxLength` ids of the vocabulary; never the padding's. */
  ids: number[];
  /** How many words were read. Only what has a letter or is an emoji counts: numbers and marks say nothing. */
  words: number;
  /**
   * How many of these the model can know: the vocabulary has them whole, or spells them in pieces of three
   * characters on average. What falls apart into letters is gibberish or another language.
   */
  known: number;
}

/** Characters a piece, on average, from which on a word in pieces counts as known. */
const KNOWN_PIECE_LENGTH = 3;

/** UTF-16 units of a word that are spelt: what is longer is a hash or a line of base64, and its beginning tells. */
const MAX_SPELT = 64;

const SAYS_SOMETHING = /[\p{L}\p{Extended_Pictographic}\p{RI}]/u;

/** Text to ids. Reads the beginning of a text and no more than it needs. */
export class Tokenizer {
  readonly vocabulary: Vocabulary;

  constructor(vocabulary: Vocabulary) {
    this.vocabulary = vocabulary;
  }

  encode(text: string, maxLength: number): Encoded {
    const result: Encoded = { ids: [], words: 0, known: 0 };
    for (const word of words(text, maxLength)) {
      if (result.ids.length >= maxLength) break;
      const id = this.vocabulary.id(word);
      const known =
        id === undefined
          ? this.spell(word.slice(0, MAX_SPELT), result.ids, maxLength)
          : result.ids.push(id) > 0;
      if (!SAYS_SOMETHING.test(word)) continue;
      result.words++;
      if (known) result.known++;
    }
    return result;
  }

  /** Longest piece first, from the left; a run of unknown characters is one UNKNOWN. Says whether it is known. */
  private spell(word: string, ids: number[], maxLength: number): boolean {
    let pieces = 0;
    let unknown = false;
    let end = 0;
    for (let start = 0; start < word.length && ids.length < maxLength; start = end) {
      const prefix = start === 0 ? '' : CONTINUES;
      let id: number | undefined;
      for (end = Math.min(word.length, start + this.vocabulary.longest); end > start; end--) {
        id = this.vocabulary.id(prefix + word.slice(start, end));
        if (id !== undefined) break;
      }
      if (id === undefined) {
        end = start + String.fromCodePoint(word.codePointAt(start)!).length;
        if (!unknown || ids.at(-1) !== UNKNOWN) ids.push(UNKNOWN);
        unknown = true;
      } else {
        ids.push(id);
        pieces++;
      }
    }
    return !unknown && end / pieces >= KNOWN_PIECE_LENGTH;
  }
}
