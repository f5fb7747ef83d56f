import * as z from 'zod';
import { float16Values } from './float16.ts';

/** An entry of model.json's weightsManifest, as TensorFlow.js writes it. */
const specSchema = z.object({
  name: z.string(),
  shape: z.array(z.int().min(0)),
  dtype: z.literal('float32'),
  quantization: z
    .discriminatedUnion('dtype', [
      z.object({ dtype: z.literal('float16') }),
      z.object({ dtype: z.literal('uint8'), scale: z.number(), min: z.number() }),
    ])
    .optional(),
});

const manifestSchema = z.array(z.object({ weights: z.array(specSchema) }));

/** A weight as it is stored: it is read number by number or row by row, a large one never whole. */
export class Weight {
  readonly shape: readonly number[];
  readonly #values: Float32Array | Uint16Array | Uint8Array;
  readonly #scale: number;
  readonly #min: number;

  /** @param affine of bytes: a number is `byte * scale + min` */
  constructor(
    shape: readonly number[],
    values: Float32Array | Uint16Array | Uint8Array,
    affine?: { scale: number; min: number },
  ) {
    this.shape = shape;
    this.#values = values;
    this.#scale = affine?.scale ?? 1;
    this.#min = affine?.min ?? 0;
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
    else if (part instanceof Uint16Array)
      for (let n = 0; n < target.length; n++) target[n] = float16Values[part[n]];
    else for (let n = 0; n < target.length; n++) target[n] = part[n] * this.#scale + this.#min;
  }

  /** Adds `times` the numbers from place `from` on to `target`, one to each. */
  addTo(target: Float64Array, from: number, times: number): void {
    const values = this.#values;
    if (values instanceof Float32Array)
      for (let n = 0; n < target.length; n++) target[n] += times * values[from + n];
    else if (values instanceof Uint16Array)
      for (let n = 0; n < target.length; n++) target[n] += times * float16Values[values[from + n]];
    else
      for (let n = 0; n < target.length; n++)
        target[n] += times * (values[from + n] * this.#scale + this.#min);
  }
}

const arrays = { float32: Float32Array, float16: Uint16Array, uint8: Uint8Array };

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
    const Numbers = arrays[quantization?.dtype ?? 'float32'];
    const end = at + size * Numbers.BYTES_PER_ELEMENT;
    if (end > bytes.length) throw new Error(`weights.bin of ${end} bytes or more, found ${bytes.length}`);
    // A copy, aligned as its numbers want it. Not `slice`, which for a Node Buffer is no copy.
    const own = new Uint8Array(bytes.subarray(at, end)).buffer;
    weights.set(
      name,
      new Weight(shape, new Numbers(own), quantization?.dtype === 'uint8' ? quantization : undefined),
    );
    at = end;
  }
  if (at !== bytes.length) throw new Error(`weights.bin of ${at} bytes, found ${bytes.length}`);
  return weights;
}
