import { type Kernels, MATMUL_ROWS, TILE } from '../kernels/kernels.ts';
import type { Weight } from '../model/weights.ts';
import type { DirectionWeights } from './fusedWeights.ts';
import type { Ids } from './network.ts';

/**
 * The most that folded rows may take. A vocabulary of 30,000 would fold into 120 MB, in 16 bits into half of that; the
 * words of a long document are fewer, and the common ones are folded again in milliseconds.
 */
const MAX_BYTES = 16 * 2 ** 20;

/** In place of a row's number. */
const UNFOLDED = -1;
const COMING = -2;

/** Words that are folded at a time. */
const CHUNK = 4 * MATMUL_ROWS;

/**
 * The embedding folded into the input projection: for each word that was met, its embedding times the kernel, plus
 * the bias, a row of gates for each direction, of floats or as the integer kernel wants it. So the encoder's input costs a
 * word one product ever, not one each time that it is read. When the memory is full, all are forgotten: as good as forgetting the oldest, and nothing to keep.
 */
export class FoldedRows {
  readonly #kernels: Kernels;
  readonly #embedding: Weight;
  readonly #directions: readonly DirectionWeights[];
  readonly #gates: number;
  readonly #capacity: number;
  readonly #rows: number;
  /** Bytes of a word's row: all directions. */
  readonly #rowBytes: number;
  /** The bytes of a direction among them. */
  readonly #share: number;
  readonly #chunk: number;
  /** Gates of a chunk before they are rounded, where they are. */
  readonly #unrounded: number;
  readonly #scratch: number;
  /** By id: its row's number, or what stands in its place. */
  readonly #slots: Int32Array;
  #used = 0;

  /** @param needed distinct words of a batch at most: so many fit whatever the bytes */
  constructor(
    kernels: Kernels,
    embedding: Weight,
    directions: readonly DirectionWeights[],
    gates: number,
    needed: number,
  ) {
    const { heap } = kernels;
    const [words, size] = embedding.shape;
    const rounds = directions.some(({ integer }) => integer !== undefined);
    this.#rowBytes = (rounds ? 2 : 4) * directions.length * gates;
    this.#share = this.#rowBytes / directions.length;
    this.#kernels = kernels;
    this.#embedding = embedding;
    this.#directions = directions;
    this.#gates = gates;
    this.#capacity = Math.min(words, Math.max(needed, Math.floor(MAX_BYTES / this.#rowBytes)));
    // A product writes whole tiles.
    this.#rows = heap.allocate(((this.#capacity + TILE) * this.#rowBytes) / 4);
    this.#chunk = heap.allocate(CHUNK * size);
    this.#unrounded = rounds ? heap.allocate((CHUNK + TILE) * gates) : 0;
    this.#scratch = heap.allocate(MATMUL_ROWS * size);
    this.#slots = new Int32Array(words).fill(UNFOLDED);
  }

  /** Folds what a batch needs; until the next call, `address` finds it. */
  fold(batch: readonly Ids[]): void {
    let missing = this.#missing(batch);
    if (this.#used + missing.length > this.#capacity) {
      this.#slots.fill(UNFOLDED);
      this.#used = 0;
      missing = this.#missing(batch);
    }
    const [, size] = this.#embedding.shape;
    const gates = this.#gates;
    const { heap, run } = this.#kernels;
    for (let from = 0; from < missing.length; from += CHUNK) {
      const ids = missing.slice(from, from + CHUNK);
      ids.forEach((id, n) => {
        this.#embedding.read(id * size, heap.floats(this.#chunk + 4 * n * size, size));
        this.#slots[id] = this.#used + n;
      });
      this.#directions.forEach(({ kernel, bias, integer }, d) => {
        const target = this.address(ids[0], d);
        const [to, width] = integer ? [this.#unrounded, gates] : [target, this.#rowBytes / 4];
        run.matMul(this.#chunk, size, ids.length, size, kernel, gates, bias, to, width, this.#scratch);
        if (integer) run.shortRows(to, ids.length, gates, integer.rowUnits, target, this.#rowBytes);
      });
      this.#used += ids.length;
    }
  }

  /** Where a direction's row of a folded word is. */
  address(id: number, direction: number): number {
    return this.#rows + this.#slots[id] * this.#rowBytes + direction * this.#share;
  }

  /** Each id without a row, once: it is marked, and has one when `fold` returns. */
  #missing(texts: readonly Ids[]): number[] {
    const slots = this.#slots;
    const missing: number[] = [];
    for (const ids of texts) {
      for (let n = 0; n < ids.length; n++) {
        const id = ids[n];
        if (slots[id] !== UNFOLDED) continue;
        slots[id] = COMING;
        missing.push(id);
      }
    }
    return missing;
  }
}
