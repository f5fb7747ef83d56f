import process from 'node:process';
import type { Shape } from '../workload.ts';
import type { Contestant } from './contestant.ts';

/** Of every training contestant: Adam's rate and epsilon (TensorFlow.js's defaults). */
export const training = { learningRate: 1e-3, epsilon: 1e-7 };

/** Sentences a step, where a case does not say another number. */
export const TRAINING_BATCH = 32;

export interface TrainOptions {
  shape: Shape;
  /** Sentences a step. */
  batch: number;
  /** Of TensorFlow.js; `wasm` when absent. */
  backend?: 'wasm' | 'tensorflow';
}

/**
 * Compared: the probabilities of all sentences after the first step, as later ones part by rounding alone (Adam
 * divides by a gradient's size, however small). Timed: an epoch, the weights going on from there.
 */
export function trainingContestant(
  { shape, batch }: TrainOptions,
  step: (first: number, count: number) => Promise<void>,
  probabilities: () => Promise<Float32Array>,
): Contestant {
  return {
    outputs: async () => {
      await step(0, batch);
      return probabilities();
    },
    run: async () => {
      for (let first = 0; first < shape.sentences; first += batch)
        await step(first, Math.min(batch, shape.sentences - first));
    },
    note: () => `${(process.memoryUsage.rss() / 1e6).toFixed(0)} MB resident`,
  };
}
