import { errors } from '../base/errors.ts';

/** Numbers as bytes q, in TensorFlow.js's affine quantization: a number is `q * scale + min`, rounded to float32. */
export interface Quantized {
  bytes: Uint8Array<ArrayBuffer>;
  scale: number;
  min: number;
}

/** The largest code. */
const CODES = 255;

/** The codes' range is made smaller by this factor as long as that makes the error less: outliers cost all others. */
const SHRINK = 0.9;

/**
 * Zero stays zero. A number within the codes' range is off by `scale / 2` at most; one beyond becomes the range's end, and
 * the range is the one that makes the squared error least. Of a normal distribution it is some four standard deviations
 * either way, and the root mean square error is a hundredth of one.
 */
export function quantize(values: Float32Array): Quantized {
  if (!values.every(Number.isFinite)) throw errors.badInput('weights that are finite', 'NaN or infinity');
  return onGrid(values) ?? onGrid(rounded(values))!;
}

/**
 * Every number as a code of the coarsest grid of 256 that holds them all to the last bit; undefined where there is none.
 * So quantized numbers that were read and are quantized again give the same bytes.
 */
export function onGrid(values: Float32Array): Quantized | undefined {
  const distinct = new Set<number>([0]);
  for (const value of values) {
    if (distinct.add(value).size > CODES + 1) return undefined;
  }
  const scale = [...distinct].reduce(commonStep, 0) || 1;
  const lowest = Math.min(...distinct);
  const highest = Math.max(...distinct);
  if ((highest - lowest) / scale > CODES) return undefined;
  const zero = Math.round(-lowest / scale);
  const bytes = new Uint8Array(values.length);
  // Not `Uint8Array.from`, which takes seconds over millions.
  for (let n = 0; n < bytes.length; n++) bytes[n] = Math.round(values[n] / scale) + zero;
  // Not `-0`, which JSON does not know.
  return { bytes, scale, min: zero === 0 ? 0 : -zero * scale };
}

/** The largest number that both are whole multiples of (Euclid); remainders of doubles are exact. */
function commonStep(a: number, b: number): number {
  let [large, small] = [a, Math.abs(b)];
  while (small > 0) [large, small] = [small, large % small];
  return large;
}

/** Each number as the nearest one of a grid of 256 that goes through zero. */
function rounded(values: Float32Array): Float32Array {
  let [lowest, highest] = [0, 0];
  for (const value of values) {
    if (value < lowest) lowest = value;
    else if (value > highest) highest = value;
  }
  let best = gridOf(lowest, highest);
  let least = squaredError(values, best);
  for (let share = SHRINK; ; share *= SHRINK) {
    const next = gridOf(share * lowest, share * highest);
    const error = squaredError(values, next);
    if (error >= least) return values.map(best);
    [best, least] = [next, error];
  }
}

function squaredError(values: Float32Array, onto: (value: number) => number): number {
  let sum = 0;
  for (const value of values) sum += (onto(value) - value) ** 2;
  return sum;
}

/** Takes a number to its place on the grid. */
function gridOf(lowest: number, highest: number): (value: number) => number {
  const scale = short((highest - lowest) / CODES);
  const zero = Math.round(-lowest / scale);
  return value => Math.max(-zero, Math.min(CODES - zero, Math.round(value / scale))) * scale;
}

/** Rounded up to 16 significant bits: so that every whole multiple below 256 is a float32, exactly. */
function short(x: number): number {
  const unit = 2 ** (Math.floor(Math.log2(x)) - 15);
  return Math.ceil(x / unit) * unit;
}
