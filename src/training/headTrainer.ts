import * as tf from '@tensorflow/tfjs-core';
import { input, type LayersModel, model } from '@tensorflow/tfjs-layers';
import type { Random } from '../base/random.ts';
import type { Architecture } from '../model/architecture.ts';
import { padBatch } from '../model/batches.ts';
import { initialise } from '../model/initialise.ts';
import { SeededDropout } from '../model/layers.ts';
import type { LoadedModel } from '../model/loadedModel.ts';
import { head, toRows } from '../model/network.ts';
import { crossEntropy } from './trainer.ts';

/** What the frozen encoder says of a text: computed once, read in every epoch. */
export interface Features {
  /** Tokens; at least 1. */
  time: number;
  /** [time, width], row by row; absent where heads read the pooled vector alone. */
  sequence?: Float32Array;
  pooled: Float32Array;
}

export interface FeatureExample {
  features: Features;
  /** An index into the head's labels. */
  label: number;
}

const BATCH = 32;
const LEARNING_RATE = 3e-3;

/**
 * Few enough that a thousand labels do not take minutes. Not tuned on any few-label set: with ten or twenty labels the
 * head still underfits, most of all where it reads the last state alone.
 */
const epochsFor = (examples: number) => Math.round(Math.min(80, Math.max(15, 4000 / examples)));

/** The part of a model that fine-tuning leaves alone. */
export class FrozenEncoder {
  readonly architecture: Architecture;
  readonly #loaded: LoadedModel;
  readonly #network: LayersModel;
  readonly #sequential: boolean;

  constructor(loaded: LoadedModel) {
    this.#loaded = loaded;
    this.architecture = loaded.manifest.architecture;
    this.#sequential = this.architecture.pooling === 'attention-max';
    // What the first head reads: the pooled vector, and the sequence where heads pool by themselves.
    const { network } = loaded;
    const pooled = this.#sequential ? network.getLayer('max').output : pooledOutput(network);
    const outputs = this.#sequential ? [network.getLayer('encoder').output, pooled] : [pooled];
    this.#network = model({ inputs: network.inputs, outputs: outputs.flat() });
  }

  features(text: string): Features {
    const { manifest, encoder } = this.#loaded;
    const { ids } = encoder.encode(text, manifest.tokenizer.maxLength);
    const time = Math.max(1, ids.length);
    let values: Float32Array[] = [];
    tf.tidy(() => {
      const outputs = this.#network.apply(tf.tensor2d(padBatch([ids], time), [1, time], 'int32'));
      values = ([outputs].flat() as tf.Tensor[]).map(output => output.dataSync() as Float32Array);
    });
    return this.#sequential ? { time, sequence: values[0], pooled: values[1] } : { time, pooled: values[0] };
  }

  /** A head that reads features, with a bundle head's layers, names and weights. */
  newHead(labels: number, name: string, random: Random): LayersModel {
    const width = (symbolic: unknown) => (symbolic as { shape: (number | null)[] }).shape.at(-1) as number;
    const [first, second] = this.#network.outputs;
    const pooled = input({ shape: [width(second ?? first)], name: 'pooled' });
    if (second === undefined) {
      const made = model({ inputs: pooled, outputs: head(this.architecture, { pooled }, labels, name) });
      initialise(made, random);
      return made;
    }
    const sequence = input({ shape: [null, width(first)], name: 'sequence' });
    const mask = input({ shape: [null], name: 'steps' });
    const output = head(this.architecture, { sequence, mask, pooled }, labels, name);
    const made = model({ inputs: [sequence, mask, pooled], outputs: output });
    initialise(made, random);
    return made;
  }
}

/** The tensor that the first head's first layer reads. */
function pooledOutput(network: LayersModel) {
  const first = network.layers.find(({ name }) => name.startsWith('task_0'));
  return first!.input;
}

/** A padded batch of features as a head's inputs. */
function inputsOf(batch: readonly Features[]): tf.Tensor[] {
  const pooled = tf.stack(batch.map(features => tf.tensor1d(features.pooled)));
  if (batch[0].sequence === undefined) return [pooled];
  const time = Math.max(...batch.map(features => features.time));
  const width = batch[0].sequence.length / batch[0].time;
  const sequence = new Float32Array(batch.length * time * width);
  const mask = new Float32Array(batch.length * time);
  batch.forEach((features, row) => {
    sequence.set(features.sequence!, row * time * width);
    mask.fill(1, row * time, row * time + features.time);
  });
  return [
    tf.tensor3d(sequence, [batch.length, time, width]),
    tf.tensor2d(mask, [batch.length, time]),
    pooled,
  ];
}

/** Trains a head in place; yields each epoch's mean loss. */
export function* trainHead(
  made: LayersModel,
  examples: readonly FeatureExample[],
  random: Random,
): Generator<{ loss: number }, void> {
  const optimizer = tf.train.adam(LEARNING_RATE);
  const dropouts = made.layers.filter(layer => layer instanceof SeededDropout);
  for (const dropout of dropouts) dropout.random = random;
  const variables = made.trainableWeights.map(weight => weight.read() as tf.Variable);
  try {
    for (let epoch = 0; epoch < epochsFor(examples.length); epoch++) {
      const order = random.shuffle([...examples]);
      let loss = 0;
      for (let at = 0; at < order.length; at += BATCH) {
        const batch = order.slice(at, at + BATCH);
        tf.tidy(() => {
          const inputs = inputsOf(batch.map(example => example.features));
          const labels = batch.map(example => example.label);
          const { grads, value } = tf.variableGrads(
            () => crossEntropy(made.apply(inputs, { training: true }) as tf.Tensor2D, labels),
            variables,
          );
          optimizer.applyGradients(variables.map(({ name }) => ({ name, tensor: grads[name] })));
          loss += value.dataSync()[0] * batch.length;
        });
      }
      yield { loss: loss / order.length };
    }
  } finally {
    optimizer.dispose();
    for (const dropout of dropouts) dropout.random = null;
  }
}

/** A head's probabilities, a row a text. */
export function predictHead(made: LayersModel, texts: readonly Features[], labels: number): Float32Array[] {
  const rows: Float32Array[] = [];
  for (let at = 0; at < texts.length; at += BATCH) {
    tf.tidy(() => {
      const inputs = inputsOf(texts.slice(at, at + BATCH));
      rows.push(...toRows(made.apply(inputs) as tf.Tensor, labels));
    });
  }
  return rows;
}
