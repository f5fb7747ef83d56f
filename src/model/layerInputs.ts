import type * as tf from '@tensorflow/tfjs-core';
import type { layers, Shape } from '@tensorflow/tfjs-layers';

/* What tfjs-layers hands to a layer. */

export type Inputs = tf.Tensor | tf.Tensor[];
export type Kwargs = Record<string, unknown>;
export type Config = ConstructorParameters<typeof layers.Layer>[0];

export const single = (inputs: Inputs): tf.Tensor => (Array.isArray(inputs) ? inputs[0] : inputs);
export const firstShape = (shape: Shape | Shape[]): Shape =>
  Array.isArray(shape[0]) ? shape[0] : (shape as Shape);

/** [batch, time] booleans: a second input, or what `Embedding(maskZero)` passed on; null where every step is real. */
export function maskOf(inputs: Inputs, kwargs: Kwargs): tf.Tensor2D | null {
  const passed = (Array.isArray(inputs) && inputs[1]) || kwargs?.mask;
  return ((Array.isArray(passed) ? passed[0] : passed) as tf.Tensor2D | undefined) ?? null;
}
