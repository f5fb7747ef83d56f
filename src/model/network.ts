import type * as tf from '@tensorflow/tfjs-core';
import { input, type LayersModel, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { errors } from '../base/errors.ts';
import type { Architecture } from './architecture.ts';
import {
  AttentionPooling1D,
  MaskedConv1D,
  MaskedGlobalAveragePooling1D,
  MaskedGlobalMaxPooling1D,
  PaddingMask,
  SeededDropout,
  UnitNormalization,
} from './layers.ts';
import { FusedBidirectionalLSTM, FusedLSTM } from './lstmLayers.ts';

/** Widths of the convolution, in tokens: Kim 2014's. */
const KERNEL_SIZES = [3, 4, 5];

/**
 * The network: token ids [batch, time] -> one output of probabilities a task, in the order of `labelCounts`, and behind
 * them the sentence's vector where the architecture has one: [batch, sentenceSize], of length 1.
 * A task's output is [batch, labels], or [batch, 1] (of the second label) for a sigmoid.
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
  if (architecture.sentenceSize > 0) outputs.push(sentenceVector(architecture, encoded));
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
  let x = pool({ sequence, mask, pooled }, name);
  if (architecture.dropout > 0) {
    x = apply(new SeededDropout({ rate: architecture.dropout, name: `${name}_dropout` }), x);
  }
  x = dense(x, architecture.headUnits, `${name}_dense`);
  const sigmoid = labels === 2 && architecture.binaryOutput === 'sigmoid';
  const activation = sigmoid ? 'sigmoid' : 'softmax';
  return apply(layers.dense({ units: sigmoid ? 1 : labels, activation, name }), x);
}

/** Attention of one's own beside the shared maximum, where there is a sequence to attend to. */
function pool({ sequence, mask, pooled }: Encoded, name: string): SymbolicTensor {
  if (sequence === undefined) return pooled;
  const attended = apply(
    new AttentionPooling1D({ name: `${name}_attention` }),
    mask === undefined ? sequence : [sequence, mask],
  );
  return apply(layers.concatenate({ name: `${name}_pooled` }), [attended, pooled]);
}

/** The output by which like sentences lie together. */
function sentenceVector(architecture: Architecture, encoded: Encoded): SymbolicTensor {
  const x = layers.dense({ units: architecture.sentenceSize, name: 'sentence_dense' });
  return apply(new UnitNormalization({ name: 'sentence' }), apply(x, pool(encoded, 'sentence')));
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
