import type { IntegerWeights } from './integerLstm.ts';
import { rowUnits } from './integerLstm.ts';
import { type Kernels, roundUp, TILE, WIDTH } from './kernels.ts';

/** Addresses of rounded recurrent weights, as lstmForwardInt8 and shortRows want them. */
export interface PackedInteger {
  recurrentKernel: number;
  scales: number;
  /** How many of a row's units make 1, a row of gates. */
  rowUnits: number;
  shift: number;
}

/** Bytes that weights and states take per number: the baseline build's are 16 bits. */
const BYTES = 2;

export function packInteger({ heap, run }: Kernels, weights: IntegerWeights): PackedInteger {
  const { units, shift } = weights;
  const padded = roundUp(units, WIDTH);
  const packed = {
    recurrentKernel: heap.allocate(padded * padded * BYTES),
    scales: heap.allocate(4 * padded),
    rowUnits: heap.allocate(4 * padded),
    shift,
  };
  const { top } = heap;
  const bytes = heap.allocate(units * units);
  heap.bytes(bytes, weights.weights.length).set(weights.weights);
  run.packInt8(bytes, units, packed.recurrentKernel);
  run.orderGates(heap.copy(weights.scales), units, packed.scales);
  run.orderGates(heap.copy(rowUnits(weights)), units, packed.rowUnits);
  heap.release(top);
  return packed;
}

/** Floats that lstmForwardInt8 wants for `rows` rows, whole tiles: its two states, and its scratch (assembly/int8.ts). */
export function integerScratch(rows: number, padded: number): { h: number; scratch: number } {
  return { h: (2 * rows * padded * BYTES) / 4, scratch: 192 + (8 * rows) / TILE + 2 * rows * padded };
}
