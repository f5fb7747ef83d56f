import { type PackedInteger, packInteger } from '../kernels/integerKernel.ts';
import { roundWeights } from '../kernels/integerLstm.ts';
import { type Kernels, roundUp, WIDTH } from '../kernels/kernels.ts';
import type { Architecture } from '../model/architecture.ts';
import type { Weight } from '../model/weights.ts';
import type { Precision } from '../protocol/scores.ts';

/** Addresses of one direction's weights, packed. */
export interface DirectionWeights {
  kernel: number;
  bias: number;
  /** Of floats; or else `integer` has it. */
  recurrentKernel: number;
  integer?: PackedInteger;
}

/** A dense layer's, packed; `width` is its outputs rounded up to a panel. */
export interface DenseWeights {
  kernel: number;
  bias: number;
  inputs: number;
  units: number;
  width: number;
}

/**
 * The first layer of heads that attend. A head reads the mean by its own attention, and a maximum, which is the same for
 * all: what multiplies that lies side by side, and is one product.
 */
export interface AttendedWeights {
  /** Side by side, a column a head: what the sequence is multiplied by. */
  attention: DenseWeights;
  /** By head, for its mean: of no bias, for it is added to the head's share of `maximum`. */
  means: DenseWeights[];
  maximum: DenseWeights;
  /** By head: its first column in `maximum`, a multiple of a panel's. */
  columns: number[];
}

/** Everything but the embedding, laid out once. Names are those of model/network.ts. */
export interface FusedWeights {
  directions: DirectionWeights[];
  /** Absent where heads do not attend. */
  attended?: AttendedWeights;
  shared?: DenseWeights;
  /** By task; absent where there is none, or `attended` has it. */
  dense?: DenseWeights[];
  /** By task; absent where `attended` has them. */
  outputs?: DenseWeights[];
  /** By task: how many labels. */
  labels: number[];
  /** The sentence's vector: a head of its own. Absent where the architecture has none. */
  sentence?: { attended?: AttendedWeights; dense?: DenseWeights; units: number };
}

/** Numbers of the encoder's output that count, and those of a row of it in memory: whole panels. */
export function featuresOf({ encoder, units }: Architecture): number {
  return encoder === 'bidirectional-lstm' ? 2 * units : units;
}
export const sequenceWidth = (architecture: Architecture): number => roundUp(featuresOf(architecture), WIDTH);

export function layOut(
  kernels: Kernels,
  architecture: Architecture,
  weights: ReadonlyMap<string, Weight>,
  tasks: number,
  precision: Precision = 'float',
): FusedWeights {
  const { heap, run } = kernels;
  const { encoder, embeddingSize, units, pooling, headUnits, sharedUnits, sentenceSize } = architecture;
  const gates = 4 * roundUp(units, WIDTH);

  /** @param shape what the kernels will read, which look at no shape themselves */
  function weight(name: string, shape?: readonly number[]): Weight {
    const found = weights.get(name);
    if (found === undefined) throw new Error(`a weight ${name}, found none`);
    if (shape !== undefined && found.shape.join() !== shape.join())
      throw new Error(`a weight ${name} of shape ${shape.join(' x ')}, found ${found.shape.join(' x ')}`);
    return found;
  }

  /** Packs from a copy that goes again. */
  function packed(size: number, pack: (target: number) => void): number {
    const target = heap.allocate(size);
    const { top } = heap;
    pack(target);
    heap.release(top);
    return target;
  }

  function direction(prefix: string): DirectionWeights {
    const floats = (name: string, ...shape: number[]) => weight(`encoder/${prefix}${name}`, shape).floats();
    const kernel = floats('kernel', embeddingSize, 4 * units);
    const recurrent = floats('recurrent_kernel', units, 4 * units);
    const bias = floats('bias', 4 * units);
    const rounded = precision === 'int8' ? roundWeights(recurrent, units) : undefined;
    return {
      kernel: packed(embeddingSize * gates, target =>
        run.packGates(heap.copy(kernel), embeddingSize, units, target),
      ),
      bias: packed(gates, target => run.orderGates(heap.copy(bias), units, target)),
      ...(rounded
        ? { recurrentKernel: 0, integer: packInteger(kernels, rounded) }
        : {
            recurrentKernel: packed(units * gates, target =>
              run.packGates(heap.copy(recurrent), units, units, target),
            ),
          }),
    };
  }

  /** @param bias zeros when absent */
  function dense(values: Float32Array, inputs: number, units: number, bias?: Float32Array): DenseWeights {
    const width = roundUp(units, WIDTH);
    const kernel = packed(inputs * width, target => run.packPanels(heap.copy(values), inputs, units, target));
    const padded = new Float32Array(width);
    if (bias !== undefined) padded.set(bias);
    return { kernel, bias: heap.copy(padded), inputs, units, width };
  }

  function layer(name: string): DenseWeights {
    const { shape } = weight(`${name}/kernel`);
    const bias = weight(`${name}/bias`, [shape[1]]).floats();
    return dense(weight(`${name}/kernel`).floats(), shape[0], shape[1], bias);
  }

  /** @param heads names of their attention, and of what reads what is pooled */
  function attended(heads: readonly { attention: string; layer: string }[]): AttendedWeights {
    const features = featuresOf(architecture);
    const scores = new Float32Array(features * heads.length);
    heads.forEach(({ attention }, k) => {
      const column = weight(`${attention}/kernel`, [features, 1]).floats();
      column.forEach((value, f) => {
        scores[f * heads.length + k] = value;
      });
    });
    const columns: number[] = [];
    let width = 0;
    for (const { layer } of heads) {
      columns.push(width);
      width += roundUp(weight(`${layer}/kernel`).shape[1], WIDTH);
    }
    const maximum = new Float32Array(features * width);
    const biases = new Float32Array(width);
    const means = heads.map(({ layer }, k) => {
      const units = weight(`${layer}/kernel`).shape[1];
      const values = weight(`${layer}/kernel`, [2 * features, units]).floats();
      biases.set(weight(`${layer}/bias`, [units]).floats(), columns[k]);
      for (let f = 0; f < features; f++) {
        const row = (features + f) * units;
        maximum.set(values.subarray(row, row + units), f * width + columns[k]);
      }
      return dense(values.subarray(0, features * units), features, units);
    });
    return {
      attention: dense(scores, features, heads.length),
      means,
      maximum: dense(maximum, features, width, biases),
      columns,
    };
  }

  const attends = pooling === 'attention-max';
  const each = <T>(make: (k: number) => T) => Array.from({ length: tasks }, (_, k) => make(k));
  const hidden = headUnits > 0;
  return {
    directions:
      encoder === 'bidirectional-lstm' ? [direction('forward_'), direction('backward_')] : [direction('')],
    ...(attends && {
      attended: attended(
        each(k => ({ attention: `task_${k}_attention`, layer: hidden ? `task_${k}_dense` : `task_${k}` })),
      ),
    }),
    ...(!attends && sharedUnits > 0 && { shared: layer('shared_dense') }),
    ...(!attends && hidden && { dense: each(k => layer(`task_${k}_dense`)) }),
    ...((!attends || hidden) && { outputs: each(k => layer(`task_${k}`)) }),
    labels: each(k => weight(`task_${k}/kernel`).shape[1]),
    ...(sentenceSize > 0 && {
      sentence: {
        units: sentenceSize,
        ...(attends
          ? { attended: attended([{ attention: 'sentence_attention', layer: 'sentence_dense' }]) }
          : { dense: layer('sentence_dense') }),
      },
    }),
  };
}
