import * as tf from '@tensorflow/tfjs-core';
import { FUSED_LSTM, FUSED_LSTM_GRAD, registerFusedGradient } from '../fusedKernel.ts';
import { type BlockStates, blockLstm, blockLstmGrad, type NativeBackend } from './blockLstm.ts';
import { type Steps, stepsOf } from './realSteps.ts';

/** One direction's weights, with Keras's shapes and gate order. */
type Weights = [kernel: tf.Tensor2D, recurrentKernel: tf.Tensor2D, bias: tf.Tensor1D];

interface Inputs {
  /** [batch, time, features] */
  x: tf.Tensor3D;
  directions: Weights[];
  /** Of each direction. */
  steps: Steps[];
}

/**
 * `FusedLSTM` and its gradient on the native library: the framework's own block ops, which know neither padding nor a
 * second direction. So each direction gathers a row's real steps to the front, in its order of reading, and gathers the
 * outputs back: what stands behind them is computed, read by nobody, and gets no gradient.
 */
export function registerTensorflowLstm(): void {
  const kernel = (
    kernelName: string,
    run: (backend: NativeBackend, inputs: tf.Tensor[], attrs: tf.NamedAttrMap) => tf.Tensor[],
  ) =>
    tf.registerKernel({
      kernelName,
      backendName: 'tensorflow',
      kernelFunc: ({ inputs, attrs, backend }) => {
        // Shapes and data are all that a TensorInfo has; the ops here want tensors, which share that data.
        const given = (inputs as unknown as tf.TensorInfo[]).map(asTensor);
        return tf.tidy(() => run(backend as NativeBackend, given, attrs ?? {}));
      },
    });
  kernel(FUSED_LSTM, (backend, inputs, { save, masked }) => {
    const given = inputsOf(inputs, masked === true);
    const passes = given.directions.map((_, d) => forward(backend, given, d));
    const y = tf.concat(
      passes.map(({ y }) => y),
      2,
    );
    return [y, ...(save === true ? passes.flatMap(({ states }) => states) : [tf.zeros([0])])];
  });
  kernel(FUSED_LSTM_GRAD, (backend, inputs, { saved, masked }) => {
    const [dy, ...rest] = inputs.slice(1 + (saved as number));
    const given = inputsOf(rest, masked === true);
    const states = inputs.slice(1, 1 + (saved as number)) as tf.Tensor3D[];
    const dys = tf.split(dy, given.directions.length, 2) as tf.Tensor3D[];
    const gradients = given.directions.map((_, d) => {
      const kept = states.length > 1 ? states.slice(7 * d, 7 * d + 7) : forward(backend, given, d).states;
      return backward(backend, given, d, kept as BlockStates, dys[d]);
    });
    return [tf.addN(gradients.map(({ dx }) => dx)), ...gradients.flatMap(({ weights }) => weights)];
  });
  registerFusedGradient();
}

function asTensor(info: tf.TensorInfo): tf.Tensor {
  return 'rankType' in info ? (info as tf.Tensor) : tf.engine().makeTensorFromTensorInfo(info);
}

function inputsOf(inputs: tf.Tensor[], masked: boolean): Inputs {
  const [x, ...rest] = inputs as [tf.Tensor3D, ...tf.Tensor[]];
  const mask = masked ? rest.pop()!.dataSync() : null;
  const directions: Weights[] = [];
  for (let n = 0; n < rest.length; n += 3) directions.push(rest.slice(n, n + 3) as Weights);
  const [batch, time] = x.shape;
  const steps = directions.map((_, d) => stepsOf(mask, batch, time, d === 1));
  return { x, directions, steps };
}

function forward(backend: NativeBackend, { x, directions, steps }: Inputs, d: number) {
  const [batch, time] = x.shape;
  const [, recurrentKernel] = directions[d];
  const units = recurrentKernel.shape[0];
  const states = blockLstm(backend, realSteps(x, steps[d]), ...blockWeights(directions[d]));
  const outputs = tf.reshape(states[6], [-1, units]) as tf.Tensor2D;
  return { y: tf.reshape(gatherOrZero(outputs, steps[d].last), [batch, time, units]), states };
}

function backward(
  backend: NativeBackend,
  { x, directions, steps }: Inputs,
  d: number,
  states: BlockStates,
  dy: tf.Tensor3D,
): { dx: tf.Tensor3D; weights: Weights } {
  const [batch, time, features] = x.shape;
  const units = dy.shape[2];
  const { time: real, last, own } = steps[d];
  // An output that padding repeats gets the gradients of the repetitions too; rows of no step go to one behind the end.
  const flat = tf.reshape(dy, [batch * time, units]) as tf.Tensor2D;
  const sums = tf.unsortedSegmentSum(flat, tf.tensor1d(last, 'int32'), real * batch + 1);
  const dh = tf.reshape(tf.slice(sums, [0, 0], [real * batch, units]), [real, batch, units]) as tf.Tensor3D;
  const [w, b] = blockWeights(directions[d]);
  const found = blockLstmGrad(backend, realSteps(x, steps[d]), w, b, states, dh);
  const dx = gatherOrZero(tf.reshape(found.x, [-1, features]) as tf.Tensor2D, own);
  const [kernel, recurrentKernel] = tf.split(found.w, [features, units], 0) as tf.Tensor2D[];
  return {
    dx: tf.reshape(dx, [batch, time, features]),
    weights: [kernel, recurrentKernel, found.b],
  };
}

/** [real steps, batch, features] */
function realSteps(x: tf.Tensor3D, { time, from }: Steps): tf.Tensor3D {
  const [batch, , features] = x.shape;
  const rows = tf.reshape(x, [-1, features]);
  return tf.reshape(tf.gather(rows, tf.tensor1d(from, 'int32')), [time, batch, features]);
}

/** Rows by their numbers; the number behind the last one gives zeros. */
function gatherOrZero(rows: tf.Tensor2D, numbers: Int32Array): tf.Tensor2D {
  const [count, width] = rows.shape;
  const found = numbers.includes(count) ? tf.concat([rows, tf.zeros([1, width])]) : rows;
  return tf.gather(found, tf.tensor1d(numbers, 'int32')) as tf.Tensor2D;
}

/** The block ops take one matrix, [features + units, 4 * units]. The second version's gates are in Keras's order. */
function blockWeights([kernel, recurrentKernel, bias]: Weights): [tf.Tensor2D, tf.Tensor1D] {
  return [tf.concat([kernel, recurrentKernel], 0), bias];
}
