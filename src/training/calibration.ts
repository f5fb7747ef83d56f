/** The least probability that counts, as in calibrate.ts. */
const LEAST = 1e-12;

/**
 * The temperature whose calibrated probabilities give the held-out labels the highest likelihood (Guo et al. 2017).
 * Golden-section search over the logarithm of the temperature, between 1/4 and 4.
 * @param raw the network's probabilities, a row an example
 */
export function fitTemperature(truth: readonly number[], raw: readonly Float32Array[]): number {
  if (truth.length === 0) return 1;
  const logits = raw.map(toLogits);
  const loss = (log: number) => {
    const scale = Math.exp(-log);
    return truth.reduce((sum, label, row) => sum + surprise(logits[row], label, scale), 0);
  };
  const golden = (Math.sqrt(5) - 1) / 2;
  let low = -Math.log(4);
  let high = Math.log(4);
  let left = high - golden * (high - low);
  let right = low + golden * (high - low);
  let [ofLeft, ofRight] = [loss(left), loss(right)];
  while (high - low > 1e-3) {
    // One of the two points inside lies where the next interval has its other one.
    if (ofLeft < ofRight) {
      [high, right, ofRight] = [right, left, ofLeft];
      left = high - golden * (high - low);
      ofLeft = loss(left);
    } else {
      [low, left, ofLeft] = [left, right, ofRight];
      right = low + golden * (high - low);
      ofRight = loss(right);
    }
  }
  return Number(Math.exp((low + high) / 2).toFixed(3));
}

/** Minus the logarithm of each label's probability at a temperature. @param raw the network's probabilities, a row each */
export function surprises(
  truth: readonly number[],
  raw: readonly Float32Array[],
  temperature: number,
): number[] {
  return truth.map((label, row) => surprise(toLogits(raw[row]), label, 1 / temperature));
}

const toLogits = (row: Float32Array) => Float64Array.from(row, p => Math.log(Math.max(p, LEAST)));

/** Minus the logarithm of a label's probability, where the logits are multiplied by `scale`. */
function surprise(logits: Float64Array, label: number, scale: number): number {
  let top = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < logits.length; k++) if (logits[k] > top) top = logits[k];
  let sum = 0;
  for (let k = 0; k < logits.length; k++) sum += Math.exp((logits[k] - top) * scale);
  return Math.min(Math.log(sum) - (logits[label] - top) * scale, -Math.log(LEAST));
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
