import { OPEN } from './pieces.ts';
import { UNKNOWN, type Vocabulary } from './vocabulary.ts';
import { locatedWords, words } from './words.ts';

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

/** A word of a text: its UTF-16 span there, and the span of its tokens in the text's ids. Ends are exclusive. */
export interface WordTokens {
  start: number;
  end: number;
  tokens: { start: number; end: number };
}

/** Characters a piece, on average, from which on a word in pieces counts as known. */
const KNOWN_PIECE_LENGTH = 3;

/** UTF-16 units of a word that are spelt: what is longer is a hash or a line of base64, and its beginning tells. */
const MAX_SPELT = 64;

const SAYS_SOMETHING = /[\p{L}\p{Extended_Pictographic}\p{RI}]/u;

/** Words whose spelling is kept: a document repeats the words that the vocabulary lacks, and spelling takes many look-ups. */
const MAX_KEPT = 4096;

interface Spelling {
  pieces: number[];
  known: boolean;
}

/** Text to ids. Reads the beginning of a text and no more than it needs. */
export class Tokenizer {
  readonly vocabulary: Vocabulary;
  /** By id: whether the token says something, once that was asked. */
  private readonly says: (boolean | undefined)[] = [];
  private readonly spellings = new Map<string, Spelling>();

  constructor(vocabulary: Vocabulary) {
    this.vocabulary = vocabulary;
  }

  encode(text: string, maxLength: number): Encoded {
    return this.read(words(text, maxLength), maxLength);
  }

  /** Where the ids of `encode` come from, word by word; what says nothing is left out. */
  locate(text: string, maxLength: number): WordTokens[] {
    const located = locatedWords(text, maxLength);
    const ends: number[] = [];
    const spelt = located.map(({ word }) => word);
    this.read(spelt, maxLength, end => ends.push(end));
    return ends.flatMap((end, n) => {
      const { word, start, end: until } = located[n];
      const tokens = { start: ends[n - 1] ?? 0, end };
      return SAYS_SOMETHING.test(word) ? [{ start, end: until, tokens }] : [];
    });
  }

  /** @param ended told, after each word that was read, how many ids there are */
  private read(words: readonly string[], maxLength: number, ended?: (ids: number) => void): Encoded {
    const result: Encoded = { ids: [], words: 0, known: 0 };
    for (const word of words) {
      if (result.ids.length >= maxLength) break;
      const id = this.vocabulary.id(word);
      const known =
        id === undefined
          ? this.append(word.slice(0, MAX_SPELT), result.ids, maxLength)
          : result.ids.push(id) > 0;
      ended?.(result.ids.length);
      if (id === undefined ? !SAYS_SOMETHING.test(word) : !this.saysSomething(id)) continue;
      result.words++;
      if (known) result.known++;
    }
    return result;
  }

  private saysSomething(id: number): boolean {
    this.says[id] ??= SAYS_SOMETHING.test(this.vocabulary.tokens[id]);
    return this.says[id];
  }

  /** Puts the pieces of a word behind `ids`, as many as there is room for. Says whether it is known. */
  private append(word: string, ids: number[], maxLength: number): boolean {
    let spelling = this.spellings.get(word);
    if (spelling === undefined) {
      const pieces: number[] = [];
      spelling = { pieces, known: this.spell(word, pieces, Number.POSITIVE_INFINITY) };
      if (this.spellings.size === MAX_KEPT) this.spellings.clear();
      this.spellings.set(word, spelling);
    }
    const { pieces, known } = spelling;
    if (ids.length + pieces.length > maxLength) return this.spell(word, ids, maxLength);
    for (const piece of pieces) ids.push(piece);
    return known;
  }

  /** Longest piece first, from the left; a run of unknown characters is one UNKNOWN. Says whether it is known. */
  private spell(word: string, ids: number[], maxLength: number): boolean {
    let pieces = 0;
    let unknown = false;
    let end = 0;
    for (let start = 0; start < word.length && ids.length < maxLength; start = end) {
      const [before, after] = start > 0 ? [OPEN, ''] : ['', this.vocabulary.opens ? OPEN : ''];
      let id: number | undefined;
      for (end = Math.min(word.length, start + this.vocabulary.longest); end > start; end--) {
        id = this.vocabulary.id(before + word.slice(start, end) + after);
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
