import { calibrate } from '../model/calibrate.ts';

/**
 * The temperature whose calibrated probabilities give the held-out labels the highest likelihood (Guo et al. 2017).
 * Golden-section search over the logarithm of the temperature, between 1/4 and 4.
 * @param raw the network's probabilities, a row an example
 */
export function fitTemperature(truth: readonly number[], raw: readonly Float32Array[]): number {
  if (truth.length === 0) return 1;
  const loss = (log: number) =>
    truth.reduce(
      (sum, label, row) => sum - Math.log(Math.max(calibrate(raw[row], Math.exp(log))[label], 1e-12)),
      0,
    );
  const golden = (Math.sqrt(5) - 1) / 2;
  let low = -Math.log(4);
  let high = Math.log(4);
  while (high - low > 1e-3) {
    const left = high - golden * (high - low);
    const right = low + golden * (high - low);
    if (loss(left) < loss(right)) high = right;
    else low = left;
  }
  return Number(Math.exp((low + high) / 2).toFixed(3));
}

/** Share of held-out texts that a task abstains on for being unsure. */
const UNSURE = 0.1;

/** An answer that is right so often is worth giving, however sure the others are. */
const SURE_ENOUGH = 0.6;

/**
 * The best probability below which the task abstains: that of the least sure tenth of the held-out texts, but no more
 * than is sure enough, or an easy task whose one label is rare would hardly ever give that label.
 * @param probabilities calibrated, a row an example
 */
export function fitThreshold(probabilities: readonly number[][]): number {
  if (probabilities.length === 0) return 0;
  const best = probabilities.map(row => Math.max(...row)).sort((a, b) => a - b);
  return Number(Math.min(SURE_ENOUGH, best[Math.floor(UNSURE * best.length)]).toFixed(3));
}
