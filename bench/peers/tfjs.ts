import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { layers, type Sequential, sequential } from '@tensorflow/tfjs-layers';
import { startTensorflow } from '../../src/model/node/tensorflow.ts';
import { LABELS, type Shape, type Workload } from '../workload.ts';

/** Starts TensorFlow.js: its WebAssembly backend as its package has it, one thread in Node; or the native library. */
export async function startTfjs(backend: 'wasm' | 'tensorflow' = 'wasm'): Promise<void> {
  tf.env().set('PROD', true); // No banner.
  if (backend === 'tensorflow') return await startTensorflow();
  const { resolve } = createRequire(import.meta.url);
  setWasmPaths(`${dirname(resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm'))}/`);
  await tf.setBackend('wasm');
  await tf.ready();
}

/** Stock layers: Embedding, LSTM or Bidirectional(LSTM), and Dense where labels are asked for. */
export function stockNetwork(shape: Shape, workload: Workload, head: boolean): Sequential {
  const { vocabulary, embedding, units, tokens, directions } = shape;
  const network = sequential();
  network.add(layers.embedding({ inputDim: vocabulary, outputDim: embedding, inputLength: tokens }));
  const lstm = layers.lstm({
    units,
    // Keras's; TensorFlow.js has hardSigmoid, and an orthogonal initializer that takes seconds and is not kept.
    recurrentActivation: 'sigmoid',
    recurrentInitializer: 'glorotUniform',
  });
  network.add(directions === 1 ? lstm : layers.bidirectional({ layer: lstm, mergeMode: 'concat' }));
  if (head) network.add(layers.dense({ units: LABELS, activation: 'softmax' }));
  setWeights(network, shape, workload, head);
  return network;
}

/** Any network of these layers, whoever's LSTM it has: order and layout are Keras's. */
export function setWeights(
  network: Pick<Sequential, 'setWeights'>,
  { vocabulary, embedding, units, directions }: Shape,
  workload: Workload,
  head: boolean,
): void {
  tf.tidy(() =>
    network.setWeights([
      tf.tensor2d(workload.embedding, [vocabulary, embedding]),
      ...workload.directions.flatMap(({ kernel, recurrent, bias }) => [
        tf.tensor2d(kernel, [embedding, 4 * units]),
        tf.tensor2d(recurrent, [units, 4 * units]),
        tf.tensor1d(bias),
      ]),
      ...(head ? [tf.tensor2d(workload.dense, [directions * units, LABELS]), tf.zeros([LABELS])] : []),
    ]),
  );
}

/** Rows `first` to `first + count` of the workload's ids. */
export const idsOf = ({ ids }: Workload, { tokens }: Shape, first: number, count: number): tf.Tensor2D =>
  tf.tensor2d(ids.subarray(first * tokens, (first + count) * tokens), [count, tokens], 'int32');

/** The network's outputs for all sentences, so many at a time. */
export async function forward(
  network: { apply(x: tf.Tensor): unknown },
  shape: Shape,
  workload: Workload,
  batch: number,
): Promise<Float32Array> {
  const parts: Float32Array[] = [];
  for (let first = 0; first < shape.sentences; first += batch) {
    const count = Math.min(batch, shape.sentences - first);
    const output = tf.tidy(() => network.apply(idsOf(workload, shape, first, count)) as tf.Tensor);
    parts.push((await output.data()) as Float32Array);
    output.dispose();
  }
  const states = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    states.set(part, at);
    at += part.length;
  }
  return states;
}
