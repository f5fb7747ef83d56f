/**
 * Sigmoid and tanh out of one exponential.
 *
 * sigmoid(x) = 1 / (1 + A) with A = e^-x; tanh(x) = (1 - E) / (1 + E) with E = e^-2x. So both fit into one fraction
 * with their neighbours, and a cell's step needs two divisions instead of five (lstm.ts).
 *
 * 2^t = 2^n * 2^f, n the nearest integer to t: adding 1.5 * 2^23 leaves n in the low bits of the sum, which shifted
 * to where a float has its exponent multiply by 2^n. 2^f for |f| <= 1/2 is the minimax polynomial of degree 5,
 * relative error 7.5e-8 before rounding (test/reference/exp2.py). t is kept within 28 * log2(e), where sigmoid is 1
 * but for 7e-13, and where the product of three such numbers and a cell state is still a float.
 *
 * Constants are read from memory: as literals V8 builds them anew in three instructions at each use.
 */
import { madd } from './simd';

// Four times each: log2(e), 2 * log2(e), 28, -28, 14, -14, the magic number, the polynomial from its top, 1.
const K: usize = memory.data<f32>([
  -1.442695, -1.442695, -1.442695, -1.442695,
  -2.88539, -2.88539, -2.88539, -2.88539,
  28, 28, 28, 28,
  -28, -28, -28, -28,
  14, 14, 14, 14,
  -14, -14, -14, -14,
  12582912, 12582912, 12582912, 12582912,
  0.0013276472454890609, 0.0013276472454890609, 0.0013276472454890609, 0.0013276472454890609,
  0.009675540961325169, 0.009675540961325169, 0.009675540961325169, 0.009675540961325169,
  0.05550713092088699, 0.05550713092088699, 0.05550713092088699, 0.05550713092088699,
  0.24022120237350464, 0.24022120237350464, 0.24022120237350464, 0.24022120237350464,
  0.6931469440460205, 0.6931469440460205, 0.6931469440460205, 0.6931469440460205,
  1.0000001192092896, 1.0000001192092896, 1.0000001192092896, 1.0000001192092896,
  1, 1, 1, 1,
], 16);

// @ts-ignore: decorator
@inline
export function one(): v128 {
  return v128.load(K, 208);
}

/** e^-x, x taken into [-28, 28]. `pmin` and `pmax` are one instruction each; `min` and `max` are not. */
// @ts-ignore: decorator
@inline
export function expMinus(x: v128): v128 {
  const kept = f32x4.pmin(v128.load(K, 32), f32x4.pmax(v128.load(K, 48), x));
  return exp2(f32x4.mul(kept, v128.load(K)));
}

/** e^-2x, x taken into [-14, 14]. */
// @ts-ignore: decorator
@inline
export function expMinusTwice(x: v128): v128 {
  const kept = f32x4.pmin(v128.load(K, 64), f32x4.pmax(v128.load(K, 80), x));
  return exp2(f32x4.mul(kept, v128.load(K, 16)));
}

// @ts-ignore: decorator
@inline
function exp2(t: v128): v128 {
  const magic = v128.load(K, 96);
  const shifted = f32x4.add(t, magic);
  const f = f32x4.sub(t, f32x4.sub(shifted, magic));
  let p = madd(v128.load(K, 112), f, v128.load(K, 128));
  p = madd(p, f, v128.load(K, 144));
  p = madd(p, f, v128.load(K, 160));
  p = madd(p, f, v128.load(K, 176));
  p = madd(p, f, v128.load(K, 192));
  return i32x4.add(p, i32x4.shl(shifted, 23));
}

// @ts-ignore: decorator
@inline
export function sigmoid(x: v128): v128 {
  return f32x4.div(one(), f32x4.add(one(), expMinus(x)));
}

// @ts-ignore: decorator
@inline
export function tanh(x: v128): v128 {
  const e = expMinusTwice(x);
  return f32x4.div(f32x4.sub(one(), e), f32x4.add(one(), e));
}
