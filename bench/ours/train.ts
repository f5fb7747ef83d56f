import * as tf from '@tensorflow/tfjs-core';
import { EmbeddingRows } from '../../src/training/embeddingRows.ts';
import { crossEntropy } from '../../src/training/trainer.ts';
import type { Open } from '../contest/contestant.ts';
import { type TrainOptions, training, trainingContestant } from '../contest/training.ts';
import { forward } from '../peers/tfjs.ts';
import { workloadOf } from '../workload.ts';
import { startOurs } from './backend.ts';
import { fusedNetwork } from './network.ts';

/** A step as `training/trainer` takes it, without what the peers do not do either: clipping, dropout, a schedule. */
const open: Open<TrainOptions> = async options => {
  const { shape, batch, backend } = options;
  await startOurs(backend);
  const workload = workloadOf(shape);
  const network = fusedNetwork(shape, workload, true);
  const embedding = EmbeddingRows.of(network)!;
  const trained = () => network.trainableWeights.map(weight => weight.read() as tf.Variable);
  const optimizer = tf.train.adam(training.learningRate, undefined, undefined, training.epsilon);
  const step = async (first: number, count: number) => {
    const rows = workload.ids.subarray(first * shape.tokens, (first + count) * shape.tokens);
    const labels = [...workload.labels.subarray(first, first + count)];
    embedding.step(rows, training.learningRate, (local, table) => {
      let gradient = new Float32Array();
      tf.tidy(() => {
        const ids = tf.tensor2d(local, [count, shape.tokens], 'int32');
        const loss = () => crossEntropy(network.apply(ids, { training: true }) as tf.Tensor2D, labels);
        const { value, grads } = tf.variableGrads(loss, trained());
        value.dataSync();
        gradient = grads[table.name].dataSync() as Float32Array<ArrayBuffer>;
        const others = Object.entries(grads).filter(([name]) => name !== table.name);
        optimizer.applyGradients(others.map(([name, tensor]) => ({ name, tensor })));
      });
      return gradient;
    });
  };
  return trainingContestant(options, step, async () => {
    embedding.flush();
    return forward(network, shape, workload, batch);
  });
};
export default open;
