import * as tf from '@tensorflow/tfjs-core';
import { initializers, type LayerVariable, layers, type Shape } from '@tensorflow/tfjs-layers';
import { errors } from '../base/errors.ts';
import { fusedLstm, hasFusedLstm } from './fusedKernel.ts';
import { type Config, firstShape, type Inputs, type Kwargs, maskOf, single } from './layerInputs.ts';
import { lstmSequence } from './lstm.ts';

/** What Keras's LSTM may be told and these cannot: only these values are computed. cuDNN's has the same limits. */
const FIXED = {
  activation: 'tanh',
  recurrentActivation: 'sigmoid',
  useBias: true,
  goBackwards: false,
} as const;

interface LSTMConfig extends NonNullable<Config>, Partial<Record<keyof typeof FIXED, unknown>> {
  units: number;
  returnSequences?: boolean;
}

interface LSTMWeights {
  kernel: LayerVariable;
  recurrentKernel: LayerVariable;
  bias: LayerVariable;
}

abstract class LSTMLayer extends layers.Layer {
  readonly units: number;
  readonly returnSequences: boolean;

  constructor(config: LSTMConfig) {
    super(config);
    for (const [name, value] of Object.entries(FIXED)) {
      const found = config[name as keyof typeof FIXED] ?? value;
      if (found !== value) throw errors.badInput(`an LSTM with ${name} ${value}`, String(found));
    }
    this.units = config.units;
    this.returnSequences = config.returnSequences ?? false;
    this.supportsMasking = true;
  }

  /** Names, shapes and order are Keras's, so that weights move between this layer and Keras's LSTM. */
  protected addDirection(features: number, prefix: string): LSTMWeights {
    const add = (name: string, shape: Shape, initializer: ReturnType<typeof initializers.zeros>) =>
      this.addWeight(`${prefix}${name}`, shape, 'float32', initializer);
    return {
      kernel: add('kernel', [features, 4 * this.units], initializers.glorotUniform({})),
      recurrentKernel: add('recurrent_kernel', [this.units, 4 * this.units], initializers.glorotUniform({})),
      bias: add('bias', [4 * this.units], initializers.zeros()),
    };
  }

  /** Every step's output, the directions' side by side: by the fused kernel where the backend has one. */
  protected run(inputs: Inputs, kwargs: Kwargs, directions: readonly LSTMWeights[]): tf.Tensor3D {
    const x = single(inputs) as tf.Tensor3D;
    const mask = maskOf(inputs, kwargs);
    const weights = directions.map(({ kernel, recurrentKernel, bias }) => ({
      kernel: kernel.read() as tf.Tensor2D,
      recurrentKernel: recurrentKernel.read() as tf.Tensor2D,
      bias: bias.read() as tf.Tensor1D,
    }));
    if (hasFusedLstm()) return fusedLstm(x, weights, mask, kwargs?.training === true);
    const outputs = weights.map(({ kernel, recurrentKernel, bias }, d) =>
      lstmSequence(x, kernel, recurrentKernel, bias, mask, d === 1),
    );
    return outputs.length === 1 ? outputs[0] : (tf.concat(outputs, 2) as tf.Tensor3D);
  }

  override computeMask(_inputs: Inputs, mask?: Inputs): Inputs {
    return this.returnSequences ? (mask as Inputs) : (null as unknown as Inputs);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...FIXED, units: this.units, returnSequences: this.returnSequences };
  }
}

/** Keras's LSTM (tanh, sigmoid, bias) as one op a batch. [batch, time, features] -> [batch, units] or [batch, time, units]. */
export class FusedLSTM extends LSTMLayer {
  static className = 'FusedLSTM';
  #weights!: LSTMWeights;

  override build(inputShape: Shape | Shape[]): void {
    this.#weights = this.addDirection(firstShape(inputShape).at(-1) as number, '');
    this.built = true;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const [batch, time] = firstShape(inputShape);
    return this.returnSequences ? [batch, time, this.units] : [batch, this.units];
  }

  override call(inputs: Inputs, kwargs: Kwargs): tf.Tensor {
    return tf.tidy(() => {
      const outputs = this.run(inputs, kwargs, [this.#weights]);
      return this.returnSequences ? outputs : stepAt(outputs, outputs.shape[1] - 1);
    });
  }
}

/** Keras's Bidirectional(LSTM, merge_mode='concat'). [batch, time, features] -> [batch, 2 * units] or [batch, time, 2 * units]. */
export class FusedBidirectionalLSTM extends LSTMLayer {
  static className = 'FusedBidirectionalLSTM';
  #forward!: LSTMWeights;
  #backward!: LSTMWeights;

  override build(inputShape: Shape | Shape[]): void {
    const features = firstShape(inputShape).at(-1) as number;
    this.#forward = this.addDirection(features, 'forward_');
    this.#backward = this.addDirection(features, 'backward_');
    this.built = true;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const [batch, time] = firstShape(inputShape);
    return this.returnSequences ? [batch, time, 2 * this.units] : [batch, 2 * this.units];
  }

  override call(inputs: Inputs, kwargs: Kwargs): tf.Tensor {
    return tf.tidy(() => {
      const outputs = this.run(inputs, kwargs, [this.#forward, this.#backward]);
      if (this.returnSequences) return outputs;
      const [forward, backward] = tf.split(outputs, 2, 2);
      return tf.concat([stepAt(forward, outputs.shape[1] - 1), stepAt(backward, 0)], 1);
    });
  }
}

const stepAt = (x: tf.Tensor, t: number): tf.Tensor2D =>
  tf.reshape(tf.slice(x, [0, t, 0], [x.shape[0], 1, x.shape[2] as number]), [
    x.shape[0],
    x.shape[2] as number,
  ]);
