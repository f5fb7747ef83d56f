import type * as tf from '@tensorflow/tfjs-core';
import { input, type LayersModel, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { z } from 'zod';
import { errors } from '../base/errors.ts';
import {
  AttentionPooling1D,
  MaskedConv1D,
  MaskedGlobalAveragePooling1D,
  MaskedGlobalMaxPooling1D,
  PaddingMask,
  SeededDropout,
} from './layers.ts';
import { FusedBidirectionalLSTM, FusedLSTM } from './lstmLayers.ts';

const size = z.int().positive();

/** What a network is, as a bundle's manifest and an experiment have it. Sizes in units, lengths in tokens. */
export const architectureSchema = z.strictObject({
  preset: z.string(),
  /** `words`: Manylens's tokenizer; `keras`: Keras's, which knows no pieces and no Chinese. */
  tokenizer: z.enum(['words', 'keras']),
  /** The vocabulary's size at most, padding and unknown included. */
  vocabularySize: size.min(3),
  embeddingSize: size,
  encoder: z.enum(['bidirectional-lstm', 'lstm', 'simple-rnn', 'convolutional', 'feed-forward']),
  units: size,
  /** How a sequence becomes a vector: each task's attention beside the maximum, or the encoder's last output. */
  pooling: z.enum(['attention-max', 'last']),
  /** Hidden units of each task's dense layer; 0: none. */
  headUnits: z.int().min(0),
  /** Hidden units of one dense layer that all tasks share; 0: none. */
  sharedUnits: z.int().min(0),
  /** Two labels: one sigmoid unit, as in the textbook, or a softmax over two. */
  binaryOutput: z.enum(['softmax', 'sigmoid']),
  dropout: z.number().min(0).max(0.9),
  /** A longer text is scored on its first so many tokens. */
  maxLength: size,
});

export type Architecture = z.infer<typeof architectureSchema>;

const manylens: Architecture = {
  preset: 'manylens',
  tokenizer: 'words',
  vocabularySize: 30_000,
  embeddingSize: 100,
  encoder: 'bidirectional-lstm',
  units: 64,
  pooling: 'attention-max',
  headUnits: 32,
  sharedUnits: 0,
  binaryOutput: 'softmax',
  dropout: 0.4,
  maxLength: 200,
};

/**
 * The textbook's multi-task model: one Embedding, LSTM 64 and Dense 64 for all tasks. Its listing feeds raw ids to
 * the LSTM and leaves one of its inputs unused; here every task reads the one input through the embedding.
 */
const kerasMultitask: Architecture = {
  ...manylens,
  preset: 'keras-multitask',
  tokenizer: 'keras',
  vocabularySize: 10_000,
  embeddingSize: 64,
  encoder: 'lstm',
  pooling: 'last',
  headUnits: 0,
  sharedUnits: 64,
  binaryOutput: 'sigmoid',
  dropout: 0,
};

/** Data: a preset is a row. The last three are the encoders that the textbook's third section names. */
export const presets: Record<string, Architecture> = {
  manylens,
  'keras-single': { ...kerasMultitask, preset: 'keras-single', sharedUnits: 0 },
  'keras-multitask': kerasMultitask,
  'keras-feed-forward': { ...kerasMultitask, preset: 'keras-feed-forward', encoder: 'feed-forward' },
  'keras-convolutional': { ...kerasMultitask, preset: 'keras-convolutional', encoder: 'convolutional' },
  'keras-recurrent': { ...kerasMultitask, preset: 'keras-recurrent', encoder: 'simple-rnn' },
};

/** A preset with fields of its own. */
export function architectureOf(preset: string, fields: Record<string, unknown>): Architecture {
  const base = presets[preset];
  if (base === undefined) {
    throw errors.badInput(
      `architecture.preset to be one of ${Object.keys(presets).join(', ')}`,
      JSON.stringify(preset),
    );
  }
  const parsed = architectureSchema.safeParse({ ...base, ...fields });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw errors.badInput(`valid architecture fields (${Object.keys(base).join(', ')})`, issue.message);
  }
  return parsed.data;
}

/** Widths of the convolution, in tokens: Kim 2014's. */
const KERNEL_SIZES = [3, 4, 5];

/**
 * The network: token ids [batch, time] -> one output of probabilities a task, in the order of `labelCounts`.
 * An output is [batch, labels], or [batch, 1] (of the second label) for a sigmoid.
 * Layers are named by position (`task_0_dense`), because a task's id may be any string.
 *
 * @param vocabularySize rows of the embedding; weights are left as tfjs-layers makes them: see initialise
 */
export function buildNetwork(
  architecture: Architecture,
  vocabularySize: number,
  labelCounts: readonly number[],
): LayersModel {
  if (architecture.preset === 'keras-single' && labelCounts.length !== 1) {
    throw errors.badInput('one task for the preset keras-single', `${labelCounts.length} tasks`);
  }
  const ids = input({ shape: [null], dtype: 'int32', name: 'ids' });
  const encoded = encode(architecture, vocabularySize, ids);
  const outputs = labelCounts.map((labels, k) => head(architecture, encoded, labels, `task_${k}`));
  return model({ inputs: ids, outputs, name: architecture.preset.replaceAll('-', '_') });
}

/** What the heads stand on. */
export interface Encoded {
  /** [batch, time, features], where heads pool by themselves. */
  sequence?: SymbolicTensor;
  /** [batch, time]: which steps are real, where the sequence does not carry its mask itself. */
  mask?: SymbolicTensor;
  /** [batch, features]: the part of the pooled text that all heads share. */
  pooled: SymbolicTensor;
}

const apply = (
  layer: { apply(x: SymbolicTensor | SymbolicTensor[]): unknown },
  x: SymbolicTensor | SymbolicTensor[],
) => layer.apply(x) as SymbolicTensor;

function encode(architecture: Architecture, vocabularySize: number, ids: SymbolicTensor): Encoded {
  const { encoder, units, embeddingSize, pooling } = architecture;
  const embedded = apply(
    layers.embedding({
      inputDim: vocabularySize,
      outputDim: embeddingSize,
      maskZero: encoder !== 'convolutional',
      name: 'embedding',
    }),
    ids,
  );
  const returnSequences = pooling === 'attention-max';
  const name = 'encoder';
  const shared = (pooled: SymbolicTensor) => dense(pooled, architecture.sharedUnits, 'shared_dense');
  switch (encoder) {
    case 'feed-forward':
      return { pooled: shared(apply(new MaskedGlobalAveragePooling1D({ name }), embedded)) };
    case 'convolutional': {
      const mask = apply(new PaddingMask({ name: 'mask' }), ids);
      const pooled = KERNEL_SIZES.map(kernelSize => {
        const convolution = new MaskedConv1D({ filters: units, kernelSize, name: `${name}_${kernelSize}` });
        const maps = apply(convolution, [embedded, mask]);
        return apply(new MaskedGlobalMaxPooling1D({ name: `${name}_max_${kernelSize}` }), [maps, mask]);
      });
      return { pooled: shared(apply(layers.concatenate({ name: 'pooled' }), pooled)) };
    }
    default: {
      const config = { units, returnSequences, name };
      const recurrent =
        encoder === 'bidirectional-lstm'
          ? new FusedBidirectionalLSTM(config)
          : encoder === 'lstm'
            ? new FusedLSTM(config)
            : layers.simpleRNN({ ...config, recurrentInitializer: 'glorotUniform' });
      const output = apply(recurrent, embedded);
      if (!returnSequences) return { pooled: shared(output) };
      return { sequence: output, pooled: apply(new MaskedGlobalMaxPooling1D({ name: 'max' }), output) };
    }
  }
}

/** What one task adds on top: attention beside the shared maximum, dropout, a small dense layer, probabilities. */
export function head(
  architecture: Architecture,
  { sequence, mask, pooled }: Encoded,
  labels: number,
  name: string,
): SymbolicTensor {
  let x = pooled;
  if (sequence !== undefined) {
    const attended = apply(
      new AttentionPooling1D({ name: `${name}_attention` }),
      mask === undefined ? sequence : [sequence, mask],
    );
    x = apply(layers.concatenate({ name: `${name}_pooled` }), [attended, pooled]);
  }
  if (architecture.dropout > 0) {
    x = apply(new SeededDropout({ rate: architecture.dropout, name: `${name}_dropout` }), x);
  }
  x = dense(x, architecture.headUnits, `${name}_dense`);
  const sigmoid = labels === 2 && architecture.binaryOutput === 'sigmoid';
  const activation = sigmoid ? 'sigmoid' : 'softmax';
  return apply(layers.dense({ units: sigmoid ? 1 : labels, activation, name }), x);
}

function dense(x: SymbolicTensor, units: number, name: string): SymbolicTensor {
  return units === 0 ? x : apply(layers.dense({ units, activation: 'relu', name }), x);
}

/** Sub-networks that stop at one task, for training and for scoring some tasks only. They share all weights. */
export function networkOfTasks(network: LayersModel, tasks: readonly number[]): LayersModel {
  return model({ inputs: network.inputs, outputs: tasks.map(k => network.outputs[k]) });
}

/** Rows of probabilities, one a text, from a task's output: a sigmoid's [batch, 1] becomes two labels. */
export function toRows(output: tf.Tensor, labels: number): Float32Array[] {
  const values = output.dataSync() as Float32Array;
  const width = output.shape[1] as number;
  return Array.from({ length: output.shape[0] }, (_, row) =>
    width === labels
      ? values.slice(row * labels, (row + 1) * labels)
      : Float32Array.of(1 - values[row], values[row]),
  );
}
