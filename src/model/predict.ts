import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type Batch, padBatch } from './batches.ts';
import { toRows } from './network.ts';

/**
 * One batch through the network.
 * @param network its outputs are the tasks wanted, in the order of `labelCounts`
 * @returns for each task, for each row of the batch, the labels' probabilities as the network has them
 */
export function predictBatch(
  network: LayersModel,
  labelCounts: readonly number[],
  ids: readonly ArrayLike<number>[],
  batch: Batch,
): Float32Array[][] {
  let probabilities: Float32Array[][] = [];
  // Nothing is returned from tidy: it would search the arrays for tensors, number by number.
  tf.tidy(() => {
    const rows = batch.rows.map(row => ids[row]);
    const input = tf.tensor2d(padBatch(rows, batch.time), [rows.length, Math.max(1, batch.time)], 'int32');
    const outputs = [network.apply(input) as tf.Tensor | tf.Tensor[]].flat();
    probabilities = outputs.map((output, k) => toRows(output, labelCounts[k]));
  });
  return probabilities;
}

/**
 * Temperature scaling (Guo et al. 2017) on probabilities: their logarithms are the logits up to a constant.
 * @param temperature > 0; 1 changes nothing
 */
export function calibrate(probabilities: Float32Array, temperature: number): number[] {
  const logits = Array.from(probabilities, p => Math.log(Math.max(p, 1e-12)) / temperature);
  const top = Math.max(...logits);
  const weights = logits.map(logit => Math.exp(logit - top));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map(weight => weight / sum);
}
