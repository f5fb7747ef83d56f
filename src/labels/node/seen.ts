/** Remembers what was there, in some fifty bytes each at most, however long it is. */
import { createHash } from 'node:crypto';
import type { LabelRecord } from '../../protocol/labels.ts';

/** Numbers of 32 bits that are kept of a hash: of a million records two are mistaken once in 10^17 times. */
const WORDS = 3;

/** A set of hashes in one array: a million strings would keep the garbage collector busy. */
export class Seen {
  /** [places, WORDS]; a place of zeros is free. At least half of them are. */
  #table = new Int32Array(1024 * WORDS);
  #count = 0;

  /** @returns whether no record has said the same of the same before */
  isNew({ text, task, label }: LabelRecord): boolean {
    const hash = createHash('sha1')
      .update(JSON.stringify([task, text, label]))
      .digest();
    // The last bit is set: no hash is all zeros.
    const words = [hash.readInt32LE(0) | 1, hash.readInt32LE(4), hash.readInt32LE(8)];
    if (!put(this.#table, words)) return false;
    if (2 * ++this.#count * WORDS > this.#table.length) this.#grow();
    return true;
  }

  #grow(): void {
    const old = this.#table;
    this.#table = new Int32Array(2 * old.length);
    for (let at = 0; at < old.length; at += WORDS) {
      if (old[at] !== 0) put(this.#table, old.subarray(at, at + WORDS));
    }
  }
}

/** @returns whether it was not there */
function put(table: Int32Array, words: ArrayLike<number>): boolean {
  const places = table.length / WORDS;
  for (let place = (words[1] >>> 0) % places; ; place = (place + 1) % places) {
    const at = place * WORDS;
    if (table[at] === 0) {
      table.set(words, at);
      return true;
    }
    if (table[at] === words[0] && table[at + 1] === words[1] && table[at + 2] === words[2]) return false;
  }
}
