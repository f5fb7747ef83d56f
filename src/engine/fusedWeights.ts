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

/** Everything but the embedding, laid out once. Names are those of model/network.ts. */
export interface FusedWeights {
  directions: DirectionWeights[];
  /** What every head's attention multiplies the sequence by, side by side; absent where heads do not attend. */
  attention?: DenseWeights;
  shared?: DenseWeights;
  /** By task. */
  dense?: DenseWeights[];
  outputs: DenseWeights[];
  /** The sentence's vector: a head of its own. Absent where the architecture has none. */
  sentence?: { attention?: DenseWeights; dense: DenseWeights };
}

/** Numbers of the encoder's output that count, and those of a row of it in memory: whole vectors of four. */
export function featuresOf({ encoder, units }: Architecture): number {
  return encoder === 'bidirectional-lstm' ? 2 * units : units;
}
export const sequenceWidth = (architecture: Architecture): number => roundUp(featuresOf(architecture), 4);

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

  function dense(values: Float32Array, inputs: number, units: number, bias: Float32Array): DenseWeights {
    const width = roundUp(units, WIDTH);
    const kernel = packed(inputs * width, target => run.packPanels(heap.copy(values), inputs, units, target));
    const padded = new Float32Array(width);
    padded.set(bias);
    return { kernel, bias: heap.copy(padded), inputs, units, width };
  }

  function layer(name: string, spread = false): DenseWeights {
    const { shape } = weight(`${name}/kernel`);
    const kernel = weight(`${name}/kernel`).floats();
    const bias = weight(`${name}/bias`, [shape[1]]).floats();
    if (!spread) return dense(kernel, shape[0], shape[1], bias);
    // What is pooled lies in two halves, each of them as wide as a row of the sequence.
    const half = shape[0] / 2;
    const wide = new Float32Array(2 * sequenceWidth(architecture) * shape[1]);
    wide.set(kernel.subarray(0, half * shape[1]));
    wide.set(kernel.subarray(half * shape[1]), sequenceWidth(architecture) * shape[1]);
    return dense(wide, 2 * sequenceWidth(architecture), shape[1], bias);
  }

  /** Side by side, a column for each of `heads`. */
  function attention(heads: readonly string[]): DenseWeights {
    const features = featuresOf(architecture);
    const values = new Float32Array(features * heads.length);
    heads.forEach((name, k) => {
      const column = weight(`${name}_attention/kernel`, [features, 1]).floats();
      column.forEach((value, f) => {
        values[f * heads.length + k] = value;
      });
    });
    return dense(values, features, heads.length, new Float32Array(heads.length));
  }

  const attends = pooling === 'attention-max';
  const each = <T>(make: (k: number) => T) => Array.from({ length: tasks }, (_, k) => make(k));
  return {
    directions:
      encoder === 'bidirectional-lstm' ? [direction('forward_'), direction('backward_')] : [direction('')],
    ...(attends && { attention: attention(each(k => `task_${k}`)) }),
    ...(!attends && sharedUnits > 0 && { shared: layer('shared_dense') }),
    ...(headUnits > 0 && { dense: each(k => layer(`task_${k}_dense`, attends)) }),
    outputs: each(k => layer(`task_${k}`, attends && headUnits === 0)),
    ...(sentenceSize > 0 && {
      sentence: {
        ...(attends && { attention: attention(['sentence']) }),
        dense: layer('sentence_dense', attends),
      },
    }),
  };
}
