import * as z from 'zod';
import { float16Values } from './float16.ts';

/** An entry of model.json's weightsManifest, as TensorFlow.js writes it. */
const specSchema = z.object({
  name: z.string(),
  shape: z.array(z.int().min(0)),
  dtype: z.literal('float32'),
  quantization: z.object({ dtype: z.literal('float16') }).optional(),
});

const manifestSchema = z.array(z.object({ weights: z.array(specSchema) }));

/** A weight as it is stored: halves are read number by number or row by row, large ones never whole. */
export class Weight {
  readonly shape: readonly number[];
  readonly #values: Float32Array | Uint16Array;

  constructor(shape: readonly number[], values: Float32Array | Uint16Array) {
    this.shape = shape;
    this.#values = values;
  }

  /** All of it. */
  floats(): Float32Array {
    const target = new Float32Array(this.#values.length);
    this.read(0, target);
    return target;
  }

  /** `target.length` numbers from place `from` on. */
  read(from: number, target: Float32Array): void {
    const part = this.#values.subarray(from, from + target.length);
    if (part instanceof Float32Array) target.set(part);
    else for (let n = 0; n < target.length; n++) target[n] = float16Values[part[n]];
  }
}

/**
 * The weights of a model.json and its weights.bin, by name.
 * @throws where there are fewer bytes than the manifest speaks of, or more, or another kind of number
 */
export function readWeights(weightsManifest: unknown, bytes: Uint8Array): Map<string, Weight> {
  const specs = manifestSchema.parse(weightsManifest).flatMap(group => group.weights);
  const weights = new Map<string, Weight>();
  let at = 0;
  for (const { name, shape, quantization } of specs) {
    const size = shape.reduce((product, n) => product * n, 1);
    const end = at + size * (quantization ? 2 : 4);
    if (end > bytes.length) throw new Error(`weights.bin of ${end} bytes or more, found ${bytes.length}`);
    // A copy, aligned as its numbers want it. Not `slice`, which for a Node Buffer is no copy.
    const own = new Uint8Array(bytes.subarray(at, end)).buffer;
    weights.set(name, new Weight(shape, quantization ? new Uint16Array(own) : new Float32Array(own)));
    at = end;
  }
  if (at !== bytes.length) throw new Error(`weights.bin of ${at} bytes, found ${bytes.length}`);
  return weights;
}
