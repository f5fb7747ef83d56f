import * as tf from '@tensorflow/tfjs-core';
import { DenseFeatures, SparseFeatures, type SparseRow } from './features.ts';
import { fitCoefficients, type LogisticOptions } from './logistic.ts';
import type { Fitted, RowLearner, Rows } from './rowLearner.ts';
import { flat } from './tensorFeatures.ts';

/**
 * For few rows: by the rows' products with each other, of which each is computed once, and some rows' are a part of all
 * rows'. Products are float32.
 */
export class ByProducts implements RowLearner {
  readonly #rows: Rows;
  readonly #count: number;
  /** [rows][rows] */
  readonly #dense: Float32Array;
  readonly #sparse: Float32Array;

  constructor(rows: Rows) {
    const { dense, sparse } = rows;
    this.#rows = rows;
    this.#count = dense.length;
    const products = new Float32Array(this.#count ** 2);
    // Nothing is returned from tidy: it would search the array for tensors, number by number.
    tf.tidy(() => {
      const x = tf.tensor2d(flat(dense), [this.#count, dense[0].length]);
      // tfjs-backend-wasm is slow where a product is to transpose by itself.
      products.set(tf.matMul(x, tf.transpose(x)).dataSync());
    });
    this.#dense = products;
    this.#sparse = sparseProducts(sparse);
  }

  *fit(
    rows: readonly number[],
    weight: number,
    truth: readonly number[],
    options: LogisticOptions,
    start?: Fitted,
  ): Generator<number, Fitted> {
    const ones = rows.map(() => 1);
    const products = tf.tensor2d(this.#part(rows, ones, rows, weight), [rows.length, rows.length]);
    const gram = (a: Float64Array, to: Float64Array, labels: number) =>
      tf.tidy(() => {
        const right = tf.tensor2d(new Float32Array(a), [rows.length, labels]);
        to.set(tf.matMul(products, right).dataSync());
      });
    const { labels } = this.#rows;
    const from = start && { coefficients: this.#of(rows, start), intercepts: start.intercepts };
    try {
      const asked = { rows: rows.length, gram };
      const found = yield* fitCoefficients(asked, truth, labels, { ...options, start: from });
      const numbers = new Float64Array(this.#count * labels);
      rows.forEach((row, i) => {
        numbers.set(found.coefficients.subarray(i * labels, (i + 1) * labels), row * labels);
      });
      return { numbers, intercepts: found.intercepts };
    } finally {
      products.dispose();
    }
  }

  scores(
    model: Fitted,
    kept: readonly number[],
    rows: readonly number[],
    scales: readonly number[],
    weight: number,
  ): Float64Array {
    const { labels } = this.#rows;
    const scores = new Float64Array(rows.length * labels);
    tf.tidy(() => {
      const left = tf.tensor2d(this.#part(rows, scales, kept, weight), [rows.length, kept.length]);
      const right = tf.tensor2d(new Float32Array(this.#of(kept, model)), [kept.length, labels]);
      scores.set(tf.matMul(left, right).dataSync());
    });
    return scores;
  }

  joined(parts: readonly { rows: readonly number[]; model: Fitted }[]): Fitted | undefined {
    if (parts.length === 0) return undefined;
    const { labels } = this.#rows;
    const numbers = new Float64Array(this.#count * labels);
    for (const { rows, model } of parts)
      for (const row of rows)
        numbers.set(model.numbers.subarray(row * labels, (row + 1) * labels), row * labels);
    return { numbers, intercepts: parts[0].model.intercepts };
  }

  weights({ numbers }: Fitted, weight: number) {
    const { dense, sparse, features, labels } = this.#rows;
    const ofDense = new Float64Array(dense[0].length * labels);
    new DenseFeatures(dense).addGradient(numbers, ofDense, labels);
    const ofSparse = new Float64Array(features * labels);
    new SparseFeatures(sparse, features).addGradient(numbers, ofSparse, labels);
    // Once for the feature that learnt, once for the one that is scored.
    return { dense: ofDense, sparse: ofSparse.map(number => weight ** 2 * number) };
  }

  /** The numbers of some rows: [rows][labels]. */
  #of(rows: readonly number[], { numbers }: Fitted): Float64Array {
    const { labels } = this.#rows;
    const own = new Float64Array(rows.length * labels);
    rows.forEach((row, i) => {
      own.set(numbers.subarray(row * labels, (row + 1) * labels), i * labels);
    });
    return own;
  }

  /** [rows][columns] */
  #part(rows: readonly number[], scales: readonly number[], columns: readonly number[], weight: number) {
    const part = new Float32Array(rows.length * columns.length);
    let to = 0;
    rows.forEach((row, n) => {
      const at = row * this.#count;
      const scale = scales[n] * weight ** 2;
      for (const column of columns) part[to++] = this.#dense[at + column] + scale * this.#sparse[at + column];
    });
    return part;
  }
}

/** [rows][rows], by the lists of the rows that each index stands in. */
function sparseProducts(rows: readonly SparseRow[]): Float32Array {
  const products = new Float32Array(rows.length ** 2);
  const lists = new Map<number, { row: number; value: number }[]>();
  rows.forEach(({ indices, values }, row) => {
    for (let i = 0; i < indices.length; i++) {
      const list = lists.get(indices[i]) ?? [];
      if (list.length === 0) lists.set(indices[i], list);
      list.push({ row, value: values[i] });
      for (const other of list) {
        products[row * rows.length + other.row] += values[i] * other.value;
        if (other.row !== row) products[other.row * rows.length + row] += values[i] * other.value;
      }
    }
  });
  return products;
}
