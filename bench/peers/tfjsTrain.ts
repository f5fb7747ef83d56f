import * as tf from '@tensorflow/tfjs-core';
import type { Open } from '../contest/contestant.ts';
import { type TrainOptions, training, trainingContestant } from '../contest/training.ts';
import { LABELS, workloadOf } from '../workload.ts';
import { forward, idsOf, startTfjs, stockNetwork } from './tfjs.ts';
import { registerUnsortedSegmentSum } from './unsortedSegmentSum.ts';

/** TensorFlow.js with its own layers and `trainOnBatch`; WebAssembly is mended by the one kernel without which it stops. */
const open: Open<TrainOptions> = async options => {
  const { shape, batch, backend } = options;
  await startTfjs(backend);
  registerUnsortedSegmentSum();
  const workload = workloadOf(shape);
  const network = stockNetwork(shape, workload, true);
  const optimizer = tf.train.adam(training.learningRate, undefined, undefined, training.epsilon);
  network.compile({ optimizer, loss: 'categoricalCrossentropy' });
  const step = async (first: number, count: number) => {
    const ids = idsOf(workload, shape, first, count);
    const labels = tf.tidy(() =>
      tf.cast(
        tf.oneHot(tf.tensor1d(workload.labels.subarray(first, first + count), 'int32'), LABELS),
        'float32',
      ),
    );
    await network.trainOnBatch(ids, labels);
    tf.dispose([ids, labels]);
  };
  return trainingContestant(options, step, () => forward(network, shape, workload, batch));
};
export default open;
