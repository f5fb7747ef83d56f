/** Two ways to the same linear head, by how many rows there are; and what a learner of them does, whichever way it goes. */
import type { SparseRow } from './features.ts';
import type { LogisticOptions } from './logistic.ts';

/** What all rows have: a dense part, and beside it a sparse one that is given a weight. */
export interface Rows {
  /** At least one. */
  dense: readonly Float32Array[];
  sparse: readonly SparseRow[];
  /** Numbers of a sparse part, written out. */
  features: number;
  /** Classes that are told apart. */
  labels: number;
}

/** A model as its learner has it: a number a label for each row, 0 of those that it did not learn from, or for each feature. */
export interface Fitted {
  numbers: Float64Array;
  /** [labels] */
  intercepts: Float64Array;
}

/** Made once for all settings and folds. Rows are named by their places. */
export interface RowLearner {
  /**
   * @param weight of the sparse parts
   * @param truth a label for each of `rows`
   * @param start what other settings, or some of these rows, gave
   */
  fit(
    rows: readonly number[],
    weight: number,
    truth: readonly number[],
    options: LogisticOptions,
    start?: Fitted,
  ): Generator<number, Fitted>;
  /**
   * Logits without intercepts and offsets: [rows][labels].
   * @param kept the rows that the model learnt from
   * @param scales what the sparse part of each of `rows` is to be multiplied by besides
   */
  scores(
    model: Fitted,
    kept: readonly number[],
    rows: readonly number[],
    scales: readonly number[],
    weight: number,
  ): Float64Array;
  /** Near what all rows give, by models of some of them; undefined without any. */
  joined(parts: readonly { rows: readonly number[]; model: Fitted }[]): Fitted | undefined;
  /** The weights of a model of all rows, [numbers of the part][labels], for sparse parts without a weight. */
  weights(model: Fitted, weight: number): { dense: Float64Array; sparse: Float64Array };
}
