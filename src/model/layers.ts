import * as tf from '@tensorflow/tfjs-core';
import { initializers, type LayerVariable, layers, type Shape } from '@tensorflow/tfjs-layers';
import type { Random } from '../base/random.ts';
import { type Config, firstShape, type Inputs, type Kwargs, maskOf, single } from './layerInputs.ts';
import { FusedBidirectionalLSTM, FusedLSTM } from './lstmLayers.ts';

/*
 * The layers that a bundle's model.json names beside tfjs-layers' own. All honour the mask that
 * `Embedding(maskZero)` passes on, so that a text scores the same alone and in a padded batch.
 */

abstract class MaskedPooling extends layers.Layer {
  constructor(config: Config) {
    super(config);
    this.supportsMasking = true;
  }

  /** @param real [batch, time, 1], 1 where the step is real */
  protected abstract pool(x: tf.Tensor3D, real: tf.Tensor3D): tf.Tensor;

  override computeMask(): tf.Tensor {
    return null as unknown as tf.Tensor;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const [batch, , features] = firstShape(inputShape);
    return [batch, features];
  }

  override call(inputs: Inputs, kwargs: Kwargs): tf.Tensor {
    return tf.tidy(() => {
      const x = single(inputs) as tf.Tensor3D;
      const mask = maskOf(inputs, kwargs);
      const real = mask === null ? tf.ones([x.shape[0], x.shape[1]]) : tf.cast(mask, 'float32');
      return this.pool(x, tf.expandDims(real, 2) as tf.Tensor3D);
    });
  }
}

/** Far below any activation, yet finite in float32: an empty text pools to a number, not to NaN. */
const MASKED = -1e9;

/** The maximum over the real steps. [batch, time, features] -> [batch, features] */
export class MaskedGlobalMaxPooling1D extends MaskedPooling {
  static className = 'MaskedGlobalMaxPooling1D';

  protected override pool(x: tf.Tensor3D, real: tf.Tensor3D): tf.Tensor {
    const any = tf.max(real, 1);
    return tf.mul(maxOverTime(tf.add(x, tf.mul(tf.sub(1, real), MASKED))), any);
  }
}

/**
 * TensorFlow.js's own gradient of a maximum compares and multiplies with broadcasting, which takes tfjs-backend-wasm ten
 * times as long as like shapes do: a sixth of a training step. [batch, time, features] -> [batch, features]
 */
function maxOverTime(x: tf.Tensor3D): tf.Tensor2D {
  const wide = (row: tf.Tensor) => tf.tile(tf.expandDims(row, 1), [1, x.shape[1], 1]);
  const op = tf.customGrad((...args: (tf.Tensor | tf.GradSaveFunc)[]) => {
    const [input, save] = args as [tf.Tensor3D, tf.GradSaveFunc];
    const value = tf.max(input, 1);
    save([input, value]);
    const gradFunc = (dy: tf.Tensor, [saved, most]: tf.Tensor[]) =>
      tf.mul(wide(dy), tf.cast(tf.equal(saved, wide(most)), 'float32'));
    return { value, gradFunc };
  });
  return op(x) as tf.Tensor2D;
}

/** The mean over the real steps. [batch, time, features] -> [batch, features] */
export class MaskedGlobalAveragePooling1D extends MaskedPooling {
  static className = 'MaskedGlobalAveragePooling1D';

  protected override pool(x: tf.Tensor3D, real: tf.Tensor3D): tf.Tensor {
    return tf.div(tf.sum(tf.mul(x, real), 1), tf.maximum(tf.sum(real, 1), 1));
  }
}

/** A weighted mean of the steps; the weights are a softmax over a learnt score of each step (Yang et al. 2016). */
export class AttentionPooling1D extends MaskedPooling {
  static className = 'AttentionPooling1D';
  #kernel!: LayerVariable;

  override build(inputShape: Shape | Shape[]): void {
    const features = firstShape(inputShape).at(-1) as number;
    this.#kernel = this.addWeight('kernel', [features, 1], 'float32', initializers.glorotUniform({}));
    this.built = true;
  }

  protected override pool(x: tf.Tensor3D, real: tf.Tensor3D): tf.Tensor {
    const [batch, time, features] = x.shape;
    const score = tf.matMul(tf.reshape(x, [batch * time, features]), this.#kernel.read() as tf.Tensor2D);
    const masked = tf.add(tf.reshape(score, [batch, time]), tf.mul(tf.sub(1, tf.squeeze(real, [2])), MASKED));
    const weights = tf.mul(tf.softmax(masked, 1), tf.squeeze(real, [2]));
    // A product, not a broadcast and a sum: see maxOverTime.
    return tf.squeeze(tf.matMul(tf.expandDims(weights, 1), x), [1]);
  }
}

/** Which ids are not padding, for layers behind one that drops the mask. [batch, time] ids -> [batch, time] */
export class PaddingMask extends layers.Layer {
  static className = 'PaddingMask';

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return firstShape(inputShape);
  }

  override call(inputs: Inputs): tf.Tensor {
    return tf.tidy(() => tf.cast(tf.notEqual(single(inputs), 0), 'float32'));
  }
}

interface ConvolutionConfig extends NonNullable<Config> {
  filters: number;
  kernelSize: number;
}

/**
 * Keras's Conv1D(padding='same', activation='relu') that reads padding as nothing, as one matrix product over
 * shifted copies: tfjs-backend-wasm has no gradient for its own convolution.
 * [batch, time, features] and its mask -> [batch, time, filters]
 */
export class MaskedConv1D extends layers.Layer {
  static className = 'MaskedConv1D';
  readonly filters: number;
  readonly kernelSize: number;
  #kernel!: LayerVariable;
  #bias!: LayerVariable;

  constructor(config: ConvolutionConfig) {
    super(config);
    this.filters = config.filters;
    this.kernelSize = config.kernelSize;
  }

  override build(inputShape: Shape | Shape[]): void {
    const features = firstShape(inputShape).at(-1) as number;
    const shape = [this.kernelSize, features, this.filters];
    this.#kernel = this.addWeight('kernel', shape, 'float32', initializers.glorotUniform({}));
    this.#bias = this.addWeight('bias', [this.filters], 'float32', initializers.zeros());
    this.built = true;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const [batch, time] = firstShape(inputShape);
    return [batch, time, this.filters];
  }

  override call(inputs: Inputs): tf.Tensor {
    return tf.tidy(() => {
      const [x, mask] = inputs as tf.Tensor[];
      const [batch, time, features] = x.shape;
      const size = this.kernelSize;
      const before = Math.floor((size - 1) / 2);
      const padded = tf.pad(tf.mul(x, tf.expandDims(mask, 2)), [
        [0, 0],
        [before, size - 1 - before],
        [0, 0],
      ]);
      const shifted = Array.from({ length: size }, (_, s) =>
        tf.slice(padded, [0, s, 0], [batch, time, features]),
      );
      const windows = tf.reshape(tf.concat(shifted, 2), [batch * time, size * features]);
      const kernel = tf.reshape(this.#kernel.read(), [size * features, this.filters]);
      const maps = tf.relu(tf.add(tf.matMul(windows, kernel), this.#bias.read()));
      return tf.reshape(maps, [batch, time, this.filters]);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), filters: this.filters, kernelSize: this.kernelSize };
  }
}

/** Inverted dropout (Srivastava et al. 2014) from a generator that the trainer hands in; without one it does nothing. */
export class SeededDropout extends layers.Layer {
  static className = 'SeededDropout';
  readonly rate: number;
  random: Random | null = null;

  constructor(config: NonNullable<Config> & { rate: number }) {
    super(config);
    this.rate = config.rate;
  }

  override call(inputs: Inputs, kwargs: Kwargs): tf.Tensor {
    return tf.tidy(() => {
      const x = single(inputs);
      const { random, rate } = this;
      if (!kwargs?.training || random === null || rate === 0) return tf.clone(x);
      const kept = Float32Array.from({ length: x.size }, () => (random.next() < rate ? 0 : 1 / (1 - rate)));
      return tf.mul(x, tf.tensor(kept, x.shape));
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), rate: this.rate };
  }
}

/** Keras's UnitNormalization: the last axis has length 1, or is zero where it was. */
export class UnitNormalization extends layers.Layer {
  static className = 'UnitNormalization';

  override call(inputs: Inputs): tf.Tensor {
    return tf.tidy(() => {
      const x = single(inputs);
      // Keras's epsilon, so that nothing is divided by zero.
      return tf.div(x, tf.sqrt(tf.maximum(tf.sum(tf.square(x), -1, true), 1e-12)));
    });
  }
}

/** Makes these layers and the LSTMs known to `tf.loadLayersModel`. */
export function registerLayers(): void {
  for (const layer of [
    FusedLSTM,
    FusedBidirectionalLSTM,
    MaskedGlobalMaxPooling1D,
    MaskedGlobalAveragePooling1D,
    AttentionPooling1D,
    PaddingMask,
    MaskedConv1D,
    SeededDropout,
    UnitNormalization,
  ]) {
    type Constructor = tf.serialization.SerializableConstructor<tf.serialization.Serializable>;
    tf.serialization.registerClass(layer as unknown as Constructor);
  }
}
