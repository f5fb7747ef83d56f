/** From a sequence of outputs to what heads stand on. */
import { expMinus } from './activations';
import { at, madd } from './simd';

/**
 * Each task's attention beside the maximum, over the steps of one text. A task's attention is a mean of the steps,
 * weighted by the softmax of its scores.
 *
 * @param sequence [steps][features]
 * @param scores [steps][tasks]: each step's score for each task; becomes the weights. A multiple of 4 tasks wide
 * @param wide tasks, rounded up: the width of a row of scores
 * @param features a multiple of 4
 * @param target of the first task, [2][features]: the mean and the maximum; the next one's is `stride` floats on.
 * All zero where there are no steps
 */
export function attentionMaxPool(
  sequence: usize, steps: i32, features: i32, scores: usize, tasks: i32, wide: i32, target: usize, stride: i32,
): void {
  softmaxOverSteps(scores, steps, wide);
  for (let f = 0; f < features; f += 4) {
    const column = at(sequence, f);
    for (let task = 0; task < tasks; task++) {
      let mean = f32x4.splat(0);
      let source = column;
      let weight = at(scores, task);
      for (let step = 0; step < steps; step++) {
        mean = madd(v128.load_splat<f32>(weight), v128.load(source), mean);
        source = at(source, features);
        weight = at(weight, wide);
      }
      v128.store(at(target, task * stride + f), mean);
    }
    let most = steps > 0 ? v128.load(column) : f32x4.splat(0);
    for (let step = 1; step < steps; step++) most = f32x4.pmax(most, v128.load(at(column, step * features)));
    for (let task = 0; task < tasks; task++) v128.store(at(target, task * stride + features + f), most);
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
