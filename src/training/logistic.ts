/** Multinomial logistic regression: a linear head on features that are given, learnt from few labels in seconds. */
import type { Features } from './features.ts';
import { minimise } from './lbfgs.ts';

export interface LogisticOptions {
  /** The inverse of the L2 penalty's strength, as scikit-learn's `C`; > 0. */
  c?: number;
  /** Steps of L-BFGS at most. */
  maxIterations?: number;
  /** Done where no number of the gradient (of the mean loss, as scikit-learn's `tol`) is larger. */
  tolerance?: number;
}

/**
 * The model that scikit-learn's `LogisticRegression(C=c)` fits: the softmax's mean negative log-likelihood, and half the
 * weights' square over `c` times the rows; the intercepts are free. Yields the loss after each step.
 * @param labels a class from 0 for each row
 * @param classes at least 2; one without a row is allowed, and is improbable everywhere
 */
export function* fitLogistic(
  features: Features,
  labels: ArrayLike<number>,
  classes: number,
  { c = 1, maxIterations = 100, tolerance = 1e-4 }: LogisticOptions = {},
): Generator<number, LogisticModel> {
  const { rows } = features;
  const size = features.features * classes;
  // Of two classes scikit-learn fits one vector. Ours has two, each half of it and opposite: their squares sum to a half.
  const penalty = (classes === 2 ? 2 : 1) / (c * rows);
  const objective = (x: Float64Array, gradient: Float64Array): number => {
    const model = new LogisticModel(x.subarray(0, size), x.subarray(size));
    const errors = model.scores(features);
    let value = 0;
    for (let row = 0; row < rows; row++) {
      const ofRow = errors.subarray(row * classes, (row + 1) * classes);
      value -= toLogSoftmax(ofRow)[labels[row]] / rows;
      for (let k = 0; k < classes; k++) {
        ofRow[k] = (Math.exp(ofRow[k]) - (k === labels[row] ? 1 : 0)) / rows;
        gradient[size + k] += ofRow[k];
      }
    }
    features.addGradient(errors, gradient.subarray(0, size), classes);
    for (let i = 0; i < size; i++) {
      gradient[i] += penalty * x[i];
      value += (penalty / 2) * x[i] * x[i];
    }
    return value;
  };
  const start = new Float64Array(size + classes);
  const x = yield* minimise(objective, start, { maxIterations, tolerance });
  return new LogisticModel(x.slice(0, size), x.slice(size));
}

export class LogisticModel {
  /** [features][classes] */
  readonly weights: Float64Array;
  /** [classes] */
  readonly intercepts: Float64Array;

  constructor(weights: Float64Array, intercepts: Float64Array) {
    this.weights = weights;
    this.intercepts = intercepts;
  }

  /** Logits: [rows][classes]. */
  scores(features: Features): Float64Array {
    const classes = this.intercepts.length;
    const scores = new Float64Array(features.rows * classes);
    for (let row = 0; row < features.rows; row++) scores.set(this.intercepts, row * classes);
    features.addScores(this.weights, scores, classes);
    return scores;
  }

  /** For each row its classes' probabilities, which sum to 1. */
  probabilities(features: Features): Float64Array[] {
    const classes = this.intercepts.length;
    const scores = this.scores(features);
    return Array.from({ length: features.rows }, (_, row) =>
      toLogSoftmax(scores.subarray(row * classes, (row + 1) * classes)).map(Math.exp),
    );
  }
}

/** Logits to logarithms of probabilities, in place. */
function toLogSoftmax(logits: Float64Array): Float64Array {
  let top = Number.NEGATIVE_INFINITY;
  for (const logit of logits) if (logit > top) top = logit;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - top);
  const log = top + Math.log(sum);
  for (let k = 0; k < logits.length; k++) logits[k] -= log;
  return logits;
}
