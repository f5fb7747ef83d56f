/** Hashed n-grams of words, weighted by tf-idf: what a text says in rare words, which no encoder has met. */
import { words } from './words.ts';

/** What is not zero in a row: `values[i]` stands at `indices[i]`. */
export interface NgramRow {
  indices: number[];
  values: number[];
}

/** Letters that have words to be parts of; a Chinese character is a word. */
const LETTERS = /^[\p{L}\p{M}']{3,}$/u;

/**
 * The hash of each word, of each pair of neighbours and of each three letters of a word, its ends counted as letters, with
 * how often it occurs: a word that was never met shares letters with its relatives, as in fastText (Bojanowski et al.
 * 2017). Chinese is read by character (words.ts), so its n-grams are characters and pairs of them. Marks are words: a
 * question mark says something.
 * @param maxWords so many words of the text's beginning are read
 * @returns hashes from 0 to 2^24, exclusive
 */
export function countNgrams(text: string, maxWords: number): Map<number, number> {
  const counts = new Map<number, number>();
  const count = (ngram: string) => {
    const key = hash(ngram);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  };
  let former: string | undefined;
  for (const word of words(text, maxWords)) {
    count(word);
    // No word has a space in it.
    if (former !== undefined) count(`${former} ${word}`);
    former = word;
    if (!LETTERS.test(word)) continue;
    // No word begins with a space.
    const marked = `<${word}>`;
    for (let at = 0; at + 3 <= marked.length; at++) count(` ${marked.slice(at, at + 3)}`);
  }
  return counts;
}

/**
 * FNV-1a (Fowler, Noll and Vo) over UTF-16 units, folded to 24 bits as its authors say: a float32, which is what a bundle
 * stores, holds such a number exactly. Of ten thousand n-grams that are known, one in 1,700 unknown ones meets one.
 */
function hash(ngram: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < ngram.length; i++) {
    const unit = ngram.charCodeAt(i);
    value = Math.imul(value ^ (unit & 0xff), 0x01000193);
    value = Math.imul(value ^ (unit >>> 8), 0x01000193);
  }
  return ((value >>> 24) ^ value) & 0xffffff;
}

/** The n-grams that some texts have, and how rare each is: scikit-learn's `TfidfVectorizer` with `sublinear_tf`. */
export class TfIdf {
  /** Ascending: [n-grams]. */
  readonly hashes: Float32Array;
  /** ln((1 + texts) / (1 + texts that have it)) + 1: [n-grams]. */
  readonly idf: Float32Array;
  readonly #rows: ReadonlyMap<number, number>;

  /** @throws where there is not one number for each hash */
  constructor(hashes: Float32Array, idf: Float32Array) {
    if (hashes.length !== idf.length)
      throw new Error(`as many weights as n-grams, ${hashes.length}, found ${idf.length}`);
    this.hashes = hashes;
    this.idf = idf;
    this.#rows = new Map(Array.from(hashes, (key, row) => [key, row]));
  }

  /** @param most n-grams that are kept: those that the most texts have, the lower hash first */
  static fit(texts: readonly ReadonlyMap<number, number>[], most: number): TfIdf {
    const frequency = new Map<number, number>();
    for (const counts of texts)
      for (const key of counts.keys()) frequency.set(key, (frequency.get(key) ?? 0) + 1);
    const kept = [...frequency].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, most);
    kept.sort((a, b) => a[0] - b[0]);
    return new TfIdf(
      Float32Array.from(kept, ([key]) => key),
      Float32Array.from(kept, ([, n]) => Math.log((1 + texts.length) / (1 + n)) + 1),
    );
  }

  /** Of a text's n-grams those that are known, of length 1 together; none where it has none of them. */
  row(counts: ReadonlyMap<number, number>): NgramRow {
    const indices: number[] = [];
    const values: number[] = [];
    let square = 0;
    for (const [key, count] of counts) {
      const row = this.#rows.get(key);
      if (row === undefined) continue;
      const value = (1 + Math.log(count)) * this.idf[row];
      indices.push(row);
      values.push(value);
      square += value * value;
    }
    const length = Math.sqrt(square);
    return { indices, values: values.map(value => value / length) };
  }
}
