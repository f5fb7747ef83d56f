/** Metrics of single-label classification, by scikit-learn's names and definitions. */

export interface ClassMetrics {
  precision: number;
  recall: number;
  f1: number;
  support: number;
}

export interface TaskMetrics {
  n: number;
  accuracy: number;
  /** The mean F1 of the classes that occur or are predicted. */
  macroF1: number;
  perClass: Record<string, ClassMetrics>;
  /** confusion[true][predicted], in the order of the labels. */
  confusion: number[][];
  /** Expected calibration error over 15 bins of the best probability (Guo et al. 2017), 0..1. */
  ece: number;
}

const BINS = 15;

/**
 * @param truth indices into `labels`
 * @param probabilities a row an example, in the order of `labels`
 */
export function taskMetrics(
  labels: readonly string[],
  truth: readonly number[],
  probabilities: readonly ArrayLike<number>[],
): TaskMetrics {
  const predicted = probabilities.map(argMax);
  const confusion = labels.map(() => new Array<number>(labels.length).fill(0));
  truth.forEach((label, row) => {
    confusion[label][predicted[row]]++;
  });
  return {
    n: truth.length,
    ...confusionFigures(labels, confusion),
    confusion,
    ece: calibrationError(truth, predicted, probabilities),
  };
}

/** What a confusion matrix says by itself. @param confusion [true][predicted], in the order of `labels` */
export function confusionFigures(
  labels: readonly string[],
  confusion: readonly number[][],
): Pick<TaskMetrics, 'accuracy' | 'macroF1' | 'perClass'> {
  const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0);
  const classes = labels.map((_, k) => classMetrics(confusion, k));
  const seen = classes.filter((metrics, k) => metrics.support > 0 || confusion.some(row => row[k] > 0));
  return {
    accuracy: ratio(sum(labels.map((_, k) => confusion[k][k])), sum(confusion.flat())),
    macroF1: ratio(sum(seen.map(({ f1 }) => f1)), seen.length),
    perClass: Object.fromEntries(labels.map((label, k) => [label, classes[k]])),
  };
}

export function argMax(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}

/** scikit-learn's `zero_division=0`. */
const ratio = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);

function classMetrics(confusion: readonly number[][], k: number): ClassMetrics {
  const hits = confusion[k][k];
  const support = confusion[k].reduce((sum, n) => sum + n, 0);
  const predicted = confusion.reduce((sum, row) => sum + row[k], 0);
  const precision = ratio(hits, predicted);
  const recall = ratio(hits, support);
  return { precision, recall, f1: ratio(2 * precision * recall, precision + recall), support };
}

/** What stands in one bin of the best probability. */
export interface CalibrationBin {
  n: number;
  /** Sums over the bin's examples. */
  confidence: number;
  correct: number;
}

/** @param predicted the most probable label of each row */
export function calibrationBins(
  truth: readonly number[],
  predicted: readonly number[],
  probabilities: readonly ArrayLike<number>[],
): CalibrationBin[] {
  const bins = Array.from({ length: BINS }, () => ({ n: 0, confidence: 0, correct: 0 }));
  truth.forEach((label, row) => {
    const confidence = probabilities[row][predicted[row]];
    // Bins are open below and closed above, as in the paper.
    const bin = bins[Math.min(BINS - 1, Math.max(0, Math.ceil(confidence * BINS) - 1))];
    bin.n++;
    bin.confidence += confidence;
    bin.correct += label === predicted[row] ? 1 : 0;
  });
  return bins;
}

function calibrationError(
  truth: readonly number[],
  predicted: readonly number[],
  probabilities: readonly ArrayLike<number>[],
): number {
  const bins = calibrationBins(truth, predicted, probabilities);
  const gap = bins.reduce((sum, { confidence, correct }) => sum + Math.abs(confidence - correct), 0);
  return ratio(gap, truth.length);
}
