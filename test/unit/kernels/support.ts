import path from 'node:path';
import { Random } from '../../../src/base/random.ts';
import { inTurn } from '../../../src/kernels/calls.ts';
import { fusedLstm } from '../../../src/kernels/fusedLstm.ts';
import { Kernels } from '../../../src/kernels/kernels.ts';
import { type Lstm, type LstmInput, referenceLstm } from '../../../src/kernels/lstm.ts';
import { kernelsIn } from '../../../src/kernels/node/kernelFiles.ts';
import { trainingLstm } from '../../../src/kernels/node/sharedKernels.ts';

/** Where esbuild.mjs puts them: build before you test. */
const folder = path.resolve('dist/wasm');
export const readKernels = kernelsIn(folder);

const load = (build: 'relaxed' | 'baseline') => async () => {
  const kernels = await Kernels.load(readKernels, build);
  return fusedLstm(kernels, inTurn(kernels));
};

/** Every LSTM that there is, one suite for all. */
export const implementations: Record<string, () => Promise<Lstm>> = {
  reference: async () => referenceLstm,
  relaxed: load('relaxed'),
  baseline: load('baseline'),
  'on a shared memory': () => trainingLstm(folder, 1),
  'on two threads': () => trainingLstm(folder, 2),
};

export interface Shape {
  batch: number;
  time: number;
  inputs: number;
  units: number;
  /** One direction when absent. */
  directions?: 1 | 2;
  /** Real steps of each row; all when absent. */
  lengths?: readonly number[];
  /** Padding stands before the text rather than behind it. */
  before?: boolean;
  /** Scale of the weights: large ones saturate the gates. */
  scale?: number;
}

/** Random numbers in that shape, and a gradient for the outputs. */
export function example(shape: Shape, seed = 7): { input: LstmInput; dy: Float32Array } {
  const { batch, time, inputs, units, directions = 1, lengths, before, scale = 0.3 } = shape;
  const random = new Random(seed);
  const normal = (count: number, factor: number) =>
    Float32Array.from({ length: count }, () => random.normal() * factor);
  const mask = lengths?.flatMap(length =>
    Array.from({ length: time }, (_, t) => Number(before ? t >= time - length : t < length)),
  );
  const input = {
    batch,
    time,
    inputs,
    units,
    x: normal(batch * time * inputs, 1),
    mask: mask ?? null,
    directions: Array.from({ length: directions }, () => ({
      kernel: normal(inputs * 4 * units, scale),
      recurrentKernel: normal(units * 4 * units, scale),
      bias: normal(4 * units, scale),
    })),
  };
  return { input, dy: normal(batch * time * directions * units, 1) };
}

/** The largest difference, relative to 1 or to the largest number there is. */
export function distance(a: Float32Array, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  let most = 0;
  let scale = 1;
  for (let k = 0; k < a.length; k++) {
    // Not Math.max, which a NaN would not survive, nor be seen in.
    const difference = Math.abs(a[k] - b[k]);
    if (!(difference <= most)) most = difference;
    scale = Math.max(scale, Math.abs(b[k]));
  }
  return most / scale;
}
