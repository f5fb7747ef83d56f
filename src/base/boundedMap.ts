/** A map that holds so many bytes at most: what was least recently used goes first. */
export class BoundedMap<V> {
  readonly #most: number;
  readonly #sizeOf: (key: string, value: V) => number;
  /** Least recently used first. */
  readonly #entries = new Map<string, V>();
  #bytes = 0;

  /** @param sizeOf bytes that an entry counts as; the same whenever it is asked */
  constructor(most: number, sizeOf: (key: string, value: V) => number) {
    this.#most = most;
    this.#sizeOf = sizeOf;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get(key: string): V | undefined {
    const value = this.#entries.get(key);
    if (value === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, value);
    return value;
  }

  /** An entry larger than all that may be held is not kept. */
  set(key: string, value: V): void {
    this.#remove(key);
    this.#entries.set(key, value);
    this.#bytes += this.#sizeOf(key, value);
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= this.#most) return;
      this.#remove(oldest);
    }
  }

  #remove(key: string): void {
    const value = this.#entries.get(key);
    if (value === undefined) return;
    this.#entries.delete(key);
    this.#bytes -= this.#sizeOf(key, value);
  }
}
