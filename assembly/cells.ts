/**
 * An LSTM's cells where outputs are rounded to a 63rd: sigmoid and tanh as quotients of short polynomials.
 *
 * tanh(x) = x * (P0 + P1 * x^2) / (1 + Q1 * x^2 + Q2 * x^4) within 4e-4 for |x| <= 4.25, where x is cut off: a fortieth of
 * what an output is rounded by (test/reference/tanh.py). sigmoid(x) = 1/2 + tanh(x / 2) / 2, with the halves in its
 * constants. A cell's step joins five such quotients to two, so that it needs two divisions.
 */
import { madd } from './simd';

// Four times each. Of tanh: its cut, P0, P1, Q1, Q2; of sigmoid the same; 1/2, 1. Addresses by 16 bytes.
const K: usize = memory.data<f32>([
  4.25, 4.25, 4.25, 4.25,
  -4.25, -4.25, -4.25, -4.25,
  0.9984117, 0.9984117, 0.9984117, 0.9984117,
  0.07984542, 0.07984542, 0.07984542, 0.07984542,
  0.4092321, 0.4092321, 0.4092321, 0.4092321,
  0.006096831, 0.006096831, 0.006096831, 0.006096831,
  8.5, 8.5, 8.5, 8.5,
  -8.5, -8.5, -8.5, -8.5,
  0.249602925, 0.249602925, 0.249602925, 0.249602925,
  0.00499033875, 0.00499033875, 0.00499033875, 0.00499033875,
  0.102308025, 0.102308025, 0.102308025, 0.102308025,
  0.0003810519375, 0.0003810519375, 0.0003810519375, 0.0003810519375,
  0.5, 0.5, 0.5, 0.5,
  1, 1, 1, 1,
], 16);

/** x within the cut of tanh (`set` 0) or of sigmoid (96). */
// @ts-ignore: decorator
@inline
function cut(x: v128, set: usize): v128 {
  return f32x4.pmin(v128.load(K + set), f32x4.pmax(v128.load(K + set + 16), x));
}

/** The quotient's upper side, of a number that is cut and its square. */
// @ts-ignore: decorator
@inline
function above(x: v128, square: v128, set: usize): v128 {
  return f32x4.mul(x, madd(v128.load(K + set + 48), square, v128.load(K + set + 32)));
}

/** Its lower side. */
// @ts-ignore: decorator
@inline
function below(square: v128, set: usize): v128 {
  return madd(madd(v128.load(K + set + 80), square, v128.load(K + set + 64)), square, v128.load(K, 208));
}

/** Of a sigmoid: 1/2 is added. */
// @ts-ignore: decorator
@inline
function raised(upper: v128, lower: v128): v128 {
  return madd(v128.load(K, 192), lower, upper);
}

/**
 * c = sigmoid(f) * c + sigmoid(i) * tanh(g) for four units.
 * @param gates i; f, g and o are 32 bytes on each
 */
// @ts-ignore: decorator
@inline
export function nextState(gates: usize, c: usize): void {
  const i = cut(v128.load(gates), 96);
  const f = cut(v128.load(gates, 32), 96);
  const g = cut(v128.load(gates, 64), 0);
  const ii = f32x4.mul(i, i), ff = f32x4.mul(f, f), gg = f32x4.mul(g, g);
  const lowI = below(ii, 96), lowF = below(ff, 96), lowG = below(gg, 0);
  const upI = raised(above(i, ii, 96), lowI), upF = raised(above(f, ff, 96), lowF), upG = above(g, gg, 0);
  const low = f32x4.mul(lowI, lowG);
  const sum = madd(f32x4.mul(upF, v128.load(c)), low, f32x4.mul(f32x4.mul(upI, upG), lowF));
  v128.store(c, f32x4.div(sum, f32x4.mul(low, lowF)));
}

/** sigmoid(o) * tanh(c) */
// @ts-ignore: decorator
@inline
export function output(gates: usize, c: usize): v128 {
  const o = cut(v128.load(gates, 96), 96);
  const x = cut(v128.load(c), 0);
  const oo = f32x4.mul(o, o), xx = f32x4.mul(x, x);
  const lowO = below(oo, 96), lowX = below(xx, 0);
  const upO = raised(above(o, oo, 96), lowO);
  return f32x4.div(f32x4.mul(upO, above(x, xx, 0)), f32x4.mul(lowO, lowX));
}
