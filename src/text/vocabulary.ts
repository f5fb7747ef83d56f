import { errors } from '../base/errors.ts';
import { byCount, learnPieces, OPEN } from './pieces.ts';
import { words } from './words.ts';

/** The id that pads a sequence; masked by every model. */
export const PAD = 0;
/** The id of a character that the vocabulary lacks. */
export const UNKNOWN = 1;

const SPECIAL = ['<pad>', '<unk>'] as const;

/** The tokens of a model, each with its id: its place in the list. {@link OPEN} marks pieces of words. */
export class Vocabulary {
  readonly tokens: readonly string[];
  /** UTF-16 length of the longest token: no lookup needs to try more. */
  readonly longest: number;
  /** Whether pieces that begin a word are marked: in a vocabulary of old, a word begins what is spelt like it. */
  readonly opens: boolean;
  private readonly ids: ReadonlyMap<string, number>;

  /** `tokens` start with `<pad>` and `<unk>` and repeat nothing. */
  constructor(tokens: readonly string[]) {
    this.tokens = tokens;
    this.ids = new Map(tokens.map((token, id) => [token, id]));
    this.longest = tokens.reduce((longest, token) => Math.max(longest, token.length), 0);
    this.opens = tokens.some(token => token.endsWith(OPEN));
  }

  get size(): number {
    return this.tokens.length;
  }

  id(token: string): number | undefined {
    return this.ids.get(token);
  }

  /** Reads `vocabulary.txt`: a token a line, the line's number (from 0) its id. */
  static parse(text: string): Vocabulary {
    const tokens = text.replace(/\r?\n$/, '').split(/\r?\n/);
    const seen = new Set<string>();
    tokens.forEach((token, id) => {
      const where = `vocabulary.txt:${id + 1}`;
      if (id < SPECIAL.length && token !== SPECIAL[id]) {
        throw errors.badInput(SPECIAL[id], JSON.stringify(token), where);
      }
      if (token.trim() === '') throw errors.badInput('a token', 'a blank line', where);
      if (seen.has(token)) throw errors.badInput('a new token', `${JSON.stringify(token)} again`, where);
      seen.add(token);
    });
    if (tokens.length < SPECIAL.length) throw errors.badInput(SPECIAL[1], 'the end', 'vocabulary.txt:2');
    return new Vocabulary(tokens);
  }

  toString(): string {
    return `${this.tokens.join('\n')}\n`;
  }
}

/** How often each word occurs in `texts`. */
export function countWords(texts: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) {
    for (const word of words(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

export interface VocabularyOptions {
  /** Most tokens, `<pad>` and `<unk>` included; a small training set gives fewer. */
  size: number;
  /** Words seen less often are left to the pieces. Default 2: what is seen once teaches nothing as a whole. */
  minCount?: number;
}

/**
 * The share of the vocabulary that spells out other words. At a sixth, a vocabulary of 12,000 has 2,000 pieces:
 * enough for the characters, the common endings and stems of English; a larger share would push out words that
 * occur more often than any of the pieces that replace them.
 */
const PIECE_SHARE = 1 / 6;

/**
 * The most frequent words, then pieces learnt from the words that did not make it. Deterministic: ties go by
 * UTF-16 order.
 */
export function buildVocabulary(counts: ReadonlyMap<string, number>, options: VocabularyOptions): Vocabulary {
  const { size, minCount = 2 } = options;
  const room = Math.max(0, size - SPECIAL.length);
  const pieceRoom = Math.ceil(room * PIECE_SHARE);
  const ranked = [...counts].sort(byCount);
  const kept = ranked.filter(([, count]) => count >= minCount).slice(0, room - pieceRoom);
  const pieces = learnPieces(ranked, kept.length, pieceRoom);
  return new Vocabulary([...SPECIAL, ...kept.map(([word]) => word), ...pieces]);
}
