/** From a sequence of outputs to what heads stand on. */
import { expMinus } from './activations';
import { TILE, WIDTH } from './layout';
import { productOf } from './micro';
import { at } from './simd';

/**
 * Each task's attention, over the steps of one text: a mean of the steps, weighted by the softmax of its scores. It is a
 * product, of six tasks' weights and eight features at a time.
 *
 * @param sequence [steps][features]
 * @param features a multiple of 8
 * @param scores [steps][wide]: each step's score for each task; becomes the weights
 * @param tasks that many of them count; `wide` is a multiple of 4
 * @param means of the first task, [features]; the next one's are `stride` floats on. There is room for whole tiles of tasks.
 * All zero where there are no steps
 */
export function attentionPool(
  sequence: usize, steps: i32, features: i32, scores: usize, tasks: i32, wide: i32, means: usize, stride: i32,
): void {
  softmaxOverSteps(scores, steps, wide);
  for (let task = 0; task < tasks; task += TILE) {
    const target = at(means, task * stride);
    for (let k = 0; k < TILE; k++) memory.fill(at(target, k * stride), 0, <usize>features << 2);
    for (let f = 0; f < features; f += WIDTH) {
      const weights = at(scores, task);
      productOf(weights, <usize>wide << 2, at(sequence, f), <usize>features << 2, steps, at(target, f), <usize>stride << 2);
    }
  }
}

/** Each feature's maximum over the steps of one text; zero where there are none. `features` is a multiple of 8. */
export function maxPool(sequence: usize, steps: i32, features: i32, target: usize): void {
  for (let f = 0; f < features; f += WIDTH) {
    let step = at(sequence, f);
    let low = f32x4.splat(0), high = low;
    if (steps > 0) {
      low = v128.load(step);
      high = v128.load(step, 16);
    }
    for (let n = 1; n < steps; n++) {
      step = at(step, features);
      low = f32x4.pmax(low, v128.load(step));
      high = f32x4.pmax(high, v128.load(step, 16));
    }
    v128.store(at(target, f), low);
    v128.store(at(target, f), high, 16);
  }
}

/** Each column's softmax. The exponent stops at -28: what weighs less than 1e-12 weighs that much. */
function softmaxOverSteps(scores: usize, steps: i32, wide: i32): void {
  for (let task = 0; task < wide; task += 4) {
    const column = at(scores, task);
    let most = f32x4.splat(-f32.MAX_VALUE);
    for (let step = 0; step < steps; step++) most = f32x4.pmax(most, v128.load(at(column, step * wide)));
    let sum = f32x4.splat(0);
    for (let step = 0; step < steps; step++) {
      const weight = expMinus(f32x4.sub(most, v128.load(at(column, step * wide))));
      v128.store(at(column, step * wide), weight);
      sum = f32x4.add(sum, weight);
    }
    const share = f32x4.div(f32x4.splat(1), sum);
    for (let step = 0; step < steps; step++) {
      v128.store(at(column, step * wide), f32x4.mul(v128.load(at(column, step * wide)), share));
    }
  }
}

/** max(0, x), in place; `count` is a multiple of 4. */
export function relu(values: usize, count: i32): void {
  for (let k = 0; k < count; k += 4) {
    v128.store(at(values, k), f32x4.pmax(f32x4.splat(0), v128.load(at(values, k))));
  }
}
