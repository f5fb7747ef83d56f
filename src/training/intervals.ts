/** How sure a figure is: intervals of 95 %, and whether two models differ on the same texts. */
import type { Random } from '../base/random.ts';
import type { Interval } from '../protocol/taskReport.ts';

/** Of the normal distribution, 2.5 % are beyond. */
const Z = 1.959963984540054;

/** Wilson's score interval of a share: sensible for few trials, and for a share of 0 or 1. @param n at least 1 */
export function wilson(hits: number, n: number): Interval {
  const share = hits / n;
  const middle = share + Z ** 2 / (2 * n);
  const half = Z * Math.sqrt((share * (1 - share)) / n + Z ** 2 / (4 * n ** 2));
  const scale = 1 + Z ** 2 / n;
  return [Math.max(0, (middle - half) / scale), Math.min(1, (middle + half) / scale)];
}

/** Draws of a bootstrap: its ends move by some thousandths from seed to seed. */
const DRAWS = 1000;
/** Examples drawn in all at most: of very many, fewer draws tell as much. */
const MOST_DRAWN = 20_000_000;

/**
 * The percentile bootstrap's interval of macro-F1 (Efron 1979): examples drawn with replacement, as many as there are.
 * @param truth, predicted indices below `labels`; at least one example
 */
export function macroF1Interval(
  truth: readonly number[],
  predicted: readonly number[],
  labels: number,
  random: Random,
): Interval {
  const n = truth.length;
  const draws = Math.max(100, Math.min(DRAWS, Math.floor(MOST_DRAWN / n)));
  const [hits, occurs] = [new Float64Array(labels), new Float64Array(labels)];
  const found = Float64Array.from({ length: draws }, () => {
    hits.fill(0);
    occurs.fill(0);
    for (let i = 0; i < n; i++) {
      const row = random.int(n);
      occurs[truth[row]]++;
      occurs[predicted[row]]++;
      if (truth[row] === predicted[row]) hits[truth[row]]++;
    }
    let sum = 0;
    let seen = 0;
    for (let k = 0; k < labels; k++) {
      if (occurs[k] === 0) continue;
      sum += (2 * hits[k]) / occurs[k];
      seen++;
    }
    return sum / seen;
  }).sort();
  return [quantile(found, 0.025), quantile(found, 0.975)];
}

/** Of sorted numbers, between the two nearest: NumPy's default. */
function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}

/**
 * McNemar's exact test: of the texts that one of two models alone has right, how likely is so uneven a split by chance?
 * @param first, second how many each has right alone
 */
export function mcNemar(first: number, second: number): number {
  const n = first + second;
  /** Of the binomial coefficient over 2^n, the logarithm: it leaves the range of numbers otherwise. */
  let logarithm = -n * Math.LN2;
  let tail = 0;
  for (let k = 0; k <= Math.min(first, second); k++) {
    tail += Math.exp(logarithm);
    logarithm += Math.log((n - k) / (k + 1));
  }
  return Math.min(1, 2 * tail);
}
