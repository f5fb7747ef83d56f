/** Multinomial logistic regression: a linear head on features that are given, learnt from few labels in seconds. */
import { type Features, type Gram, gram } from './features.ts';
import { type Memory, minimise } from './lbfgs.ts';

/** Where nothing else is said, as scikit-learn has them. */
const MOST_STEPS = 100;
const TOLERANCE = 1e-4;

export interface LogisticOptions {
  /** The inverse of the L2 penalty's strength, as scikit-learn's `C`; > 0. */
  c?: number;
  /** Steps of L-BFGS at most. */
  maxIterations?: number;
  /** Done where the gradient (of the mean loss) is no longer than this; scikit-learn's `tol` bounds each of its numbers. */
  tolerance?: number;
  /** What is added to each row's logits, whatever is learnt: [rows][classes]. */
  offsets?: Float64Array;
  /** Whether there are intercepts, as scikit-learn's `fit_intercept`; there are when absent. */
  fitIntercept?: boolean;
  /** How much each row counts, as scikit-learn's `sample_weight`; 1 when absent. */
  weights?: ArrayLike<number>;
  /** What the steps are taken in. */
  memory?: Memory;
}

/** A model by the rows that it learnt from. */
export interface Coefficients {
  /** The weights as a sum of the rows: [rows][classes]. */
  coefficients: Float64Array;
  /** [classes] */
  intercepts: Float64Array;
}

/**
 * The model that scikit-learn's `LogisticRegression(C=c)` fits: the softmax's mean negative log-likelihood, and half the
 * weights' square over `c` times the rows; the intercepts are free. Yields the loss after each step.
 *
 * The weights are a sum of the rows (the representer theorem), and L-BFGS that starts at zero never leaves their span. So
 * it works on the coefficients of that sum, which are far fewer than weights where there are more features than rows, with
 * the weights' own inner product: the steps are those that it would take on the weights. For that a point carries, beside
 * its coefficients A, the products X Xᵀ A; a gradient gets its own when it is one to go on from, once a step.
 * @param labels a class from 0 for each row
 * @param classes at least 2; one without a row is allowed, and is improbable everywhere
 */
export function* fitLogistic(
  features: Features,
  labels: ArrayLike<number>,
  classes: number,
  options: LogisticOptions = {},
): Generator<number, LogisticModel> {
  const products = {
    rows: features.rows,
    gram: (a: Float64Array, to: Float64Array) => gram(features, a, to, classes),
  };
  const { coefficients, intercepts } = yield* fitCoefficients(products, labels, classes, options);
  const weights = new Float64Array(features.features * classes);
  features.addGradient(coefficients, weights, classes);
  return new LogisticModel(weights, intercepts);
}

/**
 * The same, of rows whose products with each other are known: what the weights are a sum of.
 * @param options start: a model of as many rows, nearer than nothing where these rows are like its own
 */
export function* fitCoefficients(
  products: Gram,
  labels: ArrayLike<number>,
  classes: number,
  options: LogisticOptions & { start?: Coefficients } = {},
): Generator<number, Coefficients> {
  const { maxIterations = MOST_STEPS, tolerance = TOLERANCE, fitIntercept = true, start } = options;
  const { rows } = products;
  const size = rows * classes;
  const penalty = penaltyOf(rows, classes, options);
  /** A point's parts: coefficients [rows][classes], products [rows][classes], intercepts [classes]. */
  const parts = (x: Float64Array) => [x.subarray(0, size), x.subarray(size, 2 * size), x.subarray(2 * size)];
  const objective = (x: Float64Array, gradient: Float64Array): number => {
    const [coefficients, scores, intercepts] = parts(x);
    const [errors, , free] = parts(gradient);
    let value = lossOf(scores, intercepts, labels, options, errors, free);
    for (let i = 0; i < size; i++) {
      value += (penalty / 2) * coefficients[i] * scores[i];
      errors[i] += penalty * coefficients[i];
    }
    return value;
  };
  const complete = (gradient: Float64Array) => {
    const [errors, ofErrors] = parts(gradient);
    products.gram(errors, ofErrors, classes);
  };
  /** Of the second factor the products are read. */
  const dot = (a: Float64Array, b: Float64Array): number => {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += a[i] * b[size + i];
    for (let i = 2 * size; i < a.length; i++) sum += a[i] * b[i];
    return sum;
  };
  const from = new Float64Array(2 * size + classes);
  if (start !== undefined) {
    const [coefficients, scores, intercepts] = parts(from);
    coefficients.set(start.coefficients);
    if (fitIntercept) intercepts.set(start.intercepts);
    products.gram(coefficients, scores, classes);
  }
  const { memory } = options;
  const space = { dot, complete };
  const point = yield* minimise(objective, from, { maxIterations, tolerance, space, memory });
  const [coefficients, , intercepts] = parts(point);
  return { coefficients: coefficients.slice(), intercepts: intercepts.slice() };
}

/**
 * The same by the weights themselves: the steps are those of `fitCoefficients`, and a point is as long as there are
 * weights, however many rows there are.
 * @param options start: a model of the same features
 */
export function* fitWeights(
  features: Features,
  labels: ArrayLike<number>,
  classes: number,
  options: LogisticOptions & { start?: LogisticModel } = {},
): Generator<number, LogisticModel> {
  const { maxIterations = MOST_STEPS, tolerance = TOLERANCE, start } = options;
  const size = features.features * classes;
  const penalty = penaltyOf(features.rows, classes, options);
  const scores = new Float64Array(features.rows * classes);
  const errors = new Float64Array(scores.length);
  /** A point's parts: weights [features][classes], intercepts [classes]. */
  const parts = (x: Float64Array) => [x.subarray(0, size), x.subarray(size)];
  const objective = (x: Float64Array, gradient: Float64Array): number => {
    const [weights, intercepts] = parts(x);
    const [ofWeights, free] = parts(gradient);
    scores.fill(0);
    features.addScores(weights, scores, classes);
    let value = lossOf(scores, intercepts, labels, options, errors, free);
    features.addGradient(errors, ofWeights, classes);
    for (let i = 0; i < size; i++) {
      value += (penalty / 2) * weights[i] * weights[i];
      ofWeights[i] += penalty * weights[i];
    }
    return value;
  };
  const from = new Float64Array(size + classes);
  if (start !== undefined) {
    const [weights, intercepts] = parts(from);
    weights.set(start.weights);
    if (options.fitIntercept !== false) intercepts.set(start.intercepts);
  }
  const { memory } = options;
  const point = yield* minimise(objective, from, { maxIterations, tolerance, memory });
  const [weights, intercepts] = parts(point);
  return new LogisticModel(weights, intercepts);
}

/** Of two classes scikit-learn fits one vector. Ours has two, each half of it and opposite: their squares sum to a half. */
const penaltyOf = (rows: number, classes: number, { c = 1 }: LogisticOptions) =>
  (classes === 2 ? 2 : 1) / (c * rows);

/**
 * The mean negative log-likelihood of the labels. Writes its gradient by the scores to `errors`, both [rows][classes], and
 * adds that by the intercepts to `free`, where they are learnt.
 */
function lossOf(
  scores: Float64Array,
  intercepts: Float64Array,
  labels: ArrayLike<number>,
  { offsets, weights, fitIntercept = true }: LogisticOptions,
  errors: Float64Array,
  free: Float64Array,
): number {
  const classes = intercepts.length;
  const rows = scores.length / classes;
  let value = 0;
  for (let row = 0; row < rows; row++) {
    const at = row * classes;
    const end = at + classes;
    for (let i = at; i < end; i++) errors[i] = scores[i] + intercepts[i - at] + (offsets?.[i] ?? 0);
    const share = (weights?.[row] ?? 1) / rows;
    const own = at + labels[row];
    const logit = errors[own];
    value += (toSoftmax(errors, at, end) - logit) * share;
    errors[own] -= 1;
    for (let i = at; i < end; i++) errors[i] *= share;
    if (fitIntercept) for (let i = at; i < end; i++) free[i - at] += errors[i];
  }
  return value;
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

  /** Logits, without offsets: [rows][classes]. */
  scores(features: Features): Float64Array {
    const classes = this.intercepts.length;
    const scores = new Float64Array(features.rows * classes);
    for (let row = 0; row < features.rows; row++) scores.set(this.intercepts, row * classes);
    features.addScores(this.weights, scores, classes);
    return scores;
  }

  /** For each row its classes' probabilities, which sum to 1. @param offsets as those that it learnt with */
  probabilities(features: Features, offsets?: Float64Array): Float64Array[] {
    const classes = this.intercepts.length;
    const scores = this.scores(features);
    if (offsets !== undefined) for (let i = 0; i < scores.length; i++) scores[i] += offsets[i];
    return Array.from({ length: features.rows }, (_, row) => {
      const ofRow = scores.slice(row * classes, (row + 1) * classes);
      toSoftmax(ofRow);
      return ofRow;
    });
  }
}

/** Logits to probabilities, in place, from one place to before another. @returns the logarithm of the sum of the logits' powers */
export function toSoftmax(logits: Float64Array, from = 0, to = logits.length): number {
  let top = Number.NEGATIVE_INFINITY;
  for (let k = from; k < to; k++) if (logits[k] > top) top = logits[k];
  let sum = 0;
  for (let k = from; k < to; k++) {
    logits[k] = Math.exp(logits[k] - top);
    sum += logits[k];
  }
  for (let k = from; k < to; k++) logits[k] /= sum;
  return top + Math.log(sum);
}
