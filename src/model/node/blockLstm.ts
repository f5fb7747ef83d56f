import * as tf from '@tensorflow/tfjs-core';
import type { TFEOpAttr, TFJSBinding } from '@tensorflow/tfjs-node/dist/tfjs_binding.js';

/** The part of tfjs-node's backend that runs an op of the library by its name. */
export interface NativeBackend {
  binding: TFJSBinding;
  getInputTensorIds(tensors: tf.TensorInfo[]): number[];
  createOutputTensor(metadata: unknown): tf.Tensor;
}

/** i, cs, f, o, ci, co, h: each [time, batch, units]. */
export type BlockStates = tf.Tensor3D[];

/**
 * TensorFlow's BlockLSTMV2: a whole sequence in one call, from a state of zeros.
 * @param x [time, batch, features]
 * @param w [features + units, 4 * units], gates i, f, c, o
 * @param b [4 * units]
 */
export function blockLstm(
  backend: NativeBackend,
  x: tf.Tensor3D,
  w: tf.Tensor2D,
  b: tf.Tensor1D,
): BlockStates {
  const attributes = [attributeOf(backend, 'cell_clip', 'TF_ATTR_FLOAT', 0), ...shared(backend)];
  const given = [x, ...beforeBias(x, w), b];
  return execute(backend, 'BlockLSTMV2', attributes, x.shape[0], given, 7) as BlockStates;
}

/** Its gradients; the state that a sequence ends with has none. @param dh [time, batch, units] */
export function blockLstmGrad(
  backend: NativeBackend,
  x: tf.Tensor3D,
  w: tf.Tensor2D,
  b: tf.Tensor1D,
  states: BlockStates,
  dh: tf.Tensor3D,
): { x: tf.Tensor3D; w: tf.Tensor2D; b: tf.Tensor1D } {
  const given = [x, ...beforeBias(x, w), b, ...states, tf.zerosLike(dh), dh];
  const found = execute(backend, 'BlockLSTMGradV2', shared(backend), x.shape[0], given, 8);
  return { x: found[0] as tf.Tensor3D, w: found[3] as tf.Tensor2D, b: found[7] as tf.Tensor1D };
}

/** The state before the first step, c and h; the weights; and the three peephole vectors, which are not used. */
function beforeBias(x: tf.Tensor3D, w: tf.Tensor2D): tf.Tensor[] {
  const units = w.shape[1] / 4;
  const state = tf.zeros([x.shape[1], units]);
  const peephole = tf.zeros([units]);
  return [state, state, w, peephole, peephole, peephole];
}

function shared(backend: NativeBackend): TFEOpAttr[] {
  return [
    attributeOf(backend, 'use_peephole', 'TF_ATTR_BOOL', false),
    attributeOf(backend, 'T', 'TF_ATTR_TYPE', backend.binding.TF_FLOAT),
  ];
}

function attributeOf(
  { binding }: NativeBackend,
  name: string,
  type: 'TF_ATTR_FLOAT' | 'TF_ATTR_BOOL' | 'TF_ATTR_TYPE',
  value: number | boolean,
): TFEOpAttr {
  return { name, type: binding[type], value };
}

/** @param time the ops' first input, an int64, which is no dtype of TensorFlow.js: made and deleted here */
function execute(
  backend: NativeBackend,
  op: string,
  attributes: TFEOpAttr[],
  time: number,
  inputs: tf.Tensor[],
  outputs: number,
): tf.Tensor[] {
  const { binding } = backend;
  const length = binding.createTensor([], binding.TF_INT64, Int32Array.of(time, 0));
  try {
    const ids = [length, ...backend.getInputTensorIds(inputs)];
    return binding.executeOp(op, attributes, ids, outputs).map(output => backend.createOutputTensor(output));
  } finally {
    binding.deleteTensor(length);
  }
}
