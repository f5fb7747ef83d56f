import type { Said } from '../base/words.ts';

/** Milliseconds, ten minutes: deaths that are further apart are not in a row. */
const MEMORY = 10 * 60_000;

/** How often the worker may die: once, it is started again; twice in a row, the user is asked first. */
export class Restarts {
  readonly #now: () => number;
  #lastDeath: number | undefined;
  #refusal: Said | undefined;

  /** @param now the time in milliseconds */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Why no worker may start; undefined while one may. */
  get refusal(): Said | undefined {
    return this.#refusal;
  }

  died(reason: Said): void {
    const now = this.#now();
    if (this.#lastDeath !== undefined && now - this.#lastDeath < MEMORY) this.#refusal = reason;
    this.#lastDeath = now;
  }

  forgive(): void {
    this.#lastDeath = undefined;
    this.#refusal = undefined;
  }
}
