/**
 * Temperature scaling (Guo et al. 2017) on probabilities: their logarithms are the logits up to a constant.
 * @param temperature > 0; 1 changes nothing
 */
export function calibrate(probabilities: Float32Array, temperature: number): number[] {
  const logits = Array.from(probabilities, p => Math.log(Math.max(p, 1e-12)) / temperature);
  const top = Math.max(...logits);
  const weights = logits.map(logit => Math.exp(logit - top));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map(weight => weight / sum);
}
