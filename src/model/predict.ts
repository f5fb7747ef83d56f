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
