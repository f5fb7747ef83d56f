/** Remembers what was there, in some hundred bytes each, however long it is. */
import { createHash } from 'node:crypto';
import type { LabelRecord } from '../../protocol/worker.ts';

export class Seen {
  readonly #hashes = new Set<string>();

  /** @returns whether no record has said the same of the same before */
  isNew({ text, task, label }: LabelRecord): boolean {
    const before = this.#hashes.size;
    // A byte a character, which is how V8 keeps it.
    this.#hashes.add(
      createHash('sha1')
        .update(JSON.stringify([task, text, label]))
        .digest('binary'),
    );
    return this.#hashes.size > before;
  }
}
