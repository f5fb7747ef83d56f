import type { Shape } from '../workload.ts';
import type { Contestant } from './contestant.ts';

/** Of every training contestant: sentences a step, Adam's rate and epsilon (TensorFlow.js's defaults). */
export const training = { batch: 32, learningRate: 1e-3, epsilon: 1e-7 };

export interface TrainOptions {
  shape: Shape;
}

/**
 * Compared: the probabilities of all sentences after the first step, as later ones part by rounding alone (Adam
 * divides by a gradient's size, however small). Timed: an epoch, the weights going on from there.
 */
export function trainingContestant(
  { shape }: TrainOptions,
  step: (first: number, count: number) => Promise<void>,
  probabilities: () => Promise<Float32Array>,
): Contestant {
  return {
    outputs: async () => {
      await step(0, training.batch);
      return probabilities();
    },
    run: async () => {
      for (let first = 0; first < shape.sentences; first += training.batch)
        await step(first, Math.min(training.batch, shape.sentences - first));
    },
  };
}
