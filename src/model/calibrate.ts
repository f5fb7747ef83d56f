/**
 * Temperature scaling (Guo et al. 2017) on probabilities: their logarithms are the logits up to a constant.
 * @param temperature > 0; 1 changes nothing
 * @param from, to the numbers of `probabilities` that count: all when absent
 */
export function calibrate(
  probabilities: Float32Array,
  temperature: number,
  from = 0,
  to = probabilities.length,
): number[] {
  // Loops: it runs for each text and task, and closures and arrays between would cost more than the arithmetic.
  const found = new Array<number>(to - from);
  let top = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < found.length; k++) {
    found[k] = Math.log(Math.max(probabilities[from + k], 1e-12)) / temperature;
    if (found[k] > top) top = found[k];
  }
  let sum = 0;
  for (let k = 0; k < found.length; k++) {
    found[k] = Math.exp(found[k] - top);
    sum += found[k];
  }
  for (let k = 0; k < found.length; k++) found[k] /= sum;
  return found;
}
