import { integerScratch } from '../kernels/integerKernel.ts';
import { type Kernels, roundUp, TILE, WIDTH } from '../kernels/kernels.ts';
import type { FoldedRows } from './foldedRows.ts';
import type { DirectionWeights } from './fusedWeights.ts';
import type { Ids } from './network.ts';

/** Tokens that a direction reads, and where what it says goes. Addresses are bytes. */
export interface Reading {
  ids: Ids;
  /** The tokens `start` to `end`, exclusive; the second direction reads them from the end. */
  start: number;
  end: number;
  /** Where the first output goes, and how far the next one is: zero leaves the last one alone. */
  out: number;
  step: number;
  /** Where the cell states go, one behind the other in the order of reading; nowhere when absent. */
  states?: number;
  /** The output and the cell state to go on from; the beginning when absent. */
  from?: { h: number; c: number };
}

/** One direction of a batch at a time, in memory that is allotted once. */
export class FusedEncoder {
  readonly #kernels: Kernels;
  readonly #folded: FoldedRows;
  readonly #directions: readonly DirectionWeights[];
  readonly #units: number;
  readonly #padded: number;
  /** Tables (assembly/lstm.ts): their addresses. */
  readonly #rows: number;
  readonly #outs: number;
  readonly #states: number;
  readonly #active: number;
  readonly #h: number;
  readonly #c: number;
  /** Scratch of the kernel: the gates of a step, or of one as integers. */
  readonly #gates: number;

  /** @param cells steps times rows of a batch at most; @param rows rows of a batch at most */
  constructor(
    kernels: Kernels,
    folded: FoldedRows,
    directions: readonly DirectionWeights[],
    units: number,
    cells: number,
    rows: number,
  ) {
    const { heap } = kernels;
    this.#kernels = kernels;
    this.#folded = folded;
    this.#directions = directions;
    this.#units = units;
    this.#padded = roundUp(units, WIDTH);
    this.#rows = heap.allocate(cells);
    this.#outs = heap.allocate(cells);
    this.#states = heap.allocate(cells);
    this.#active = heap.allocate(cells);
    const tall = roundUp(rows, TILE);
    const sizes = directions.some(({ integer }) => integer !== undefined)
      ? integerScratch(tall, this.#padded)
      : { h: 2 * tall * this.#padded, scratch: 4 * tall * this.#padded };
    this.#h = heap.zeros(sizes.h);
    this.#c = heap.allocate(rows * this.#padded);
    this.#gates = heap.zeros(sizes.scratch);
  }

  /** Runs a direction. Its words are folded; all readings have states, or none has. */
  run(direction: number, readings: readonly Reading[]): void {
    const longest = (a: Reading, b: Reading) => b.end - b.start - (a.end - a.start);
    const sorted = readings.toSorted(longest);
    const stride = sorted.length;
    const steps = stride === 0 ? 0 : sorted[0].end - sorted[0].start;
    if (steps === 0) return;
    const { heap, run } = this.#kernels;
    const rows = heap.words(this.#rows, steps * stride);
    const outs = heap.words(this.#outs, steps * stride);
    const states = heap.words(this.#states, steps * stride);
    const active = heap.words(this.#active, steps).fill(0);
    const stateBytes = 4 * this.#padded;
    sorted.forEach((reading, n) => {
      const { ids, start, end, out, step } = reading;
      for (let s = 0; s < end - start; s++) {
        const id = ids[direction === 0 ? start + s : end - 1 - s];
        rows[s * stride + n] = this.#folded.address(id, direction);
        outs[s * stride + n] = out + s * step;
        if (reading.states !== undefined) states[s * stride + n] = reading.states + s * stateBytes;
        active[s]++;
      }
    });
    const { integer, recurrentKernel } = this.#directions[direction];
    const saved = sorted[0].states === undefined ? 0 : this.#states;
    this.#beginCells(sorted);
    const batch = [this.#rows, this.#active, this.#outs, saved, stride, steps, this.#units] as const;
    const scratch = [this.#h, this.#c, this.#gates] as const;
    if (integer === undefined) {
      this.#begin(sorted);
      run.lstmForward(...batch, recurrentKernel, ...scratch);
    } else {
      this.#beginInteger(sorted);
      run.lstmForwardInt8(...batch, integer.recurrentKernel, integer.scales, integer.shift, ...scratch);
    }
  }

  #beginCells(readings: readonly Reading[]): void {
    const { heap } = this.#kernels;
    const padded = this.#padded;
    const c = heap.floats(this.#c, readings.length * padded).fill(0);
    readings.forEach(({ from }, n) => {
      if (from !== undefined) c.set(heap.floats(from.c, padded), n * padded);
    });
  }

  #begin(readings: readonly Reading[]): void {
    const { heap } = this.#kernels;
    const padded = this.#padded;
    const h = heap.floats(this.#h, 2 * roundUp(readings.length, TILE) * padded).fill(0);
    readings.forEach(({ from }, n) => {
      if (from === undefined) return;
      const output = heap.floats(from.h, this.#units);
      const tile = Math.floor(n / TILE) * padded * TILE + (n % TILE);
      for (let u = 0; u < this.#units; u++) h[tile + u * TILE] = output[u];
    });
  }

  #beginInteger(readings: readonly Reading[]): void {
    const { run } = this.#kernels;
    run.restInt8(this.#h, readings.length, this.#units);
    readings.forEach(({ from }, n) => {
      if (from !== undefined) run.resumeInt8(this.#h, n, this.#units, from.h);
    });
  }
}
