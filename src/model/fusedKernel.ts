import * as tf from '@tensorflow/tfjs-core';
import type { Lstm, LstmInput, LstmOutput, LstmWeights } from '../kernels/lstm.ts';

/**
 * `FusedLSTM` and its gradient as kernels of TensorFlow.js. Inputs, a list: x [batch, time, features]; kernel,
 * recurrent kernel and bias of each direction; with the attribute `masked` a mask [batch, time] at the end. Outputs:
 * every step's output, the directions' side by side; and, in one tensor or more, what the gradient needs of the pass
 * (cuDNN calls it the reserve space), one empty tensor unless the attribute `save` is set. The gradient's kernel takes
 * y, what was saved (as many tensors as the attribute `saved` says) and dy before those inputs.
 */
export const FUSED_LSTM = 'FusedLSTM';
export const FUSED_LSTM_GRAD = 'FusedLSTMGrad';
const PARTS = ['kernel', 'recurrentKernel', 'bias'] as const;

/** tfjs-backend-wasm: tensors are typed arrays in its heap. */
interface WasmBackend {
  typedArrayFromHeap(info: tf.TensorInfo): Float32Array | Int32Array | Uint8Array;
  makeOutput(shape: number[], dtype: tf.DataType): tf.TensorInfo;
}

/** tfjs-backend-cpu: tensors are typed arrays. */
interface CpuBackend {
  readSync(dataId: object): Float32Array | Int32Array | Uint8Array;
  makeTensorInfo(shape: number[], dtype: tf.DataType, values: Float32Array): tf.TensorInfo;
}

type Backend = WasmBackend | CpuBackend;

/** Lists of tensors pass where the types of TensorFlow.js have names alone: its own Concat does so. */
type Named = tf.NamedTensorMap;

/** Whether the backend that runs has the kernels. */
export const hasFusedLstm = (): boolean => tf.getKernel(FUSED_LSTM, tf.getBackend()) !== undefined;

/**
 * The LSTM over a whole batch as one differentiable op.
 * @param weights one direction's, or two: the second one reads time from its end
 * @param mask [batch, time], 1 where a step is real; null when all are
 * @param save whether a gradient may be asked for; without it the gradient runs the pass once more
 * @returns [batch, time, directions * units]
 */
export function fusedLstm(
  x: tf.Tensor3D,
  weights: readonly Record<keyof LstmWeights, tf.Tensor>[],
  mask: tf.Tensor2D | null,
  save: boolean,
): tf.Tensor3D {
  const inputs = [x, ...weights.flatMap(direction => PARTS.map(part => direction[part]))];
  if (mask !== null) inputs.push(mask);
  const attrs = { save, masked: mask !== null };
  const [y] = tf.engine().runKernel(FUSED_LSTM, inputs as unknown as Named, attrs) as tf.Tensor[];
  return y as tf.Tensor3D;
}

/** Makes the kernels known for the wasm and the cpu backend; once a process. */
export function registerFusedLstm(lstm: Lstm): void {
  for (const backendName of ['wasm', 'cpu']) {
    tf.registerKernel({
      kernelName: FUSED_LSTM,
      backendName,
      kernelFunc: ({ inputs, attrs, backend }) => {
        const memory = backend as Backend;
        const input = inputOf(listed(inputs), attrs?.masked === true, memory);
        const { y, saved } = lstm.forward(input, attrs?.save === true);
        const { batch, time, units, directions } = input;
        return [
          output(memory, [batch, time, directions.length * units], y),
          output(memory, [saved.length], saved),
        ];
      },
    });
    tf.registerKernel({
      kernelName: FUSED_LSTM_GRAD,
      backendName,
      kernelFunc: ({ inputs, attrs, backend }) => {
        const memory = backend as Backend;
        const [y, saved, dy, ...given] = listed(inputs);
        const input = inputOf(given, attrs?.masked === true, memory);
        const floats = (info: tf.TensorInfo) => values(memory, info) as Float32Array;
        const passed: LstmOutput =
          saved.shape[0] === 0 ? lstm.forward(input, true) : { y: floats(y), saved: floats(saved) };
        const gradients = lstm.backward(input, passed, floats(dy));
        const found = [
          gradients.x,
          ...gradients.directions.flatMap(weights => PARTS.map(part => weights[part])),
        ];
        return found.map((gradient, n) => output(memory, given[n].shape, gradient));
      },
    });
  }
  registerFusedGradient();
}

/** The most outputs that a kernel may have. */
const MOST_OUTPUTS = 16;

/** Makes the gradient known, which is the same for every backend's kernels. */
export function registerFusedGradient(): void {
  tf.registerGradient({
    kernelName: FUSED_LSTM,
    saveAllInputs: true,
    outputsToSave: new Array<boolean>(MOST_OUTPUTS).fill(true),
    gradFunc: (dy, kept, attrs) => {
      const [dySteps, ...dySaved] = dy as tf.Tensor[];
      const outputs = kept.slice(-1 - dySaved.length);
      const inputs = [...outputs, dySteps, ...kept.slice(0, -outputs.length)];
      const gradients = tf.engine().runKernel(FUSED_LSTM_GRAD, inputs as unknown as Named, {
        masked: attrs.masked === true,
        saved: dySaved.length,
      }) as tf.Tensor[];
      return Object.fromEntries(gradients.map((gradient, n) => [n, () => gradient]));
    },
  });
}

const listed = (inputs: tf.NamedTensorInfoMap | undefined) => inputs as unknown as tf.TensorInfo[];

function inputOf(inputs: tf.TensorInfo[], masked: boolean, backend: Backend): LstmInput {
  const [x, ...rest] = inputs;
  const mask = masked ? values(backend, rest.pop()!) : null;
  const [batch, time, features] = x.shape;
  const floats = (info: tf.TensorInfo) => values(backend, info) as Float32Array;
  const directions: LstmWeights[] = [];
  for (let n = 0; n < rest.length; n += PARTS.length) {
    const [kernel, recurrentKernel, bias] = rest.slice(n, n + PARTS.length).map(floats);
    directions.push({ kernel, recurrentKernel, bias });
  }
  const units = rest[1].shape[0];
  // Without padding there is less to look after.
  const padded = mask?.some(real => real === 0) ?? false;
  return { batch, time, inputs: features, units, x: floats(x), mask: padded ? mask : null, directions };
}

/** A view of the backend's own memory: valid until it makes another tensor. */
function values(backend: Backend, info: tf.TensorInfo): Float32Array | Int32Array | Uint8Array {
  return 'typedArrayFromHeap' in backend ? backend.typedArrayFromHeap(info) : backend.readSync(info.dataId);
}

function output(backend: Backend, shape: number[], data: Float32Array): tf.TensorInfo {
  if (!('typedArrayFromHeap' in backend)) return backend.makeTensorInfo(shape, 'float32', data);
  const info = backend.makeOutput(shape, 'float32');
  backend.typedArrayFromHeap(info).set(data);
  return info;
}
