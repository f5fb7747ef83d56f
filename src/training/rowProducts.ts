/** Products of rows with each other: all that fitting a linear head, and asking it of held-out rows, needs of features. */
import * as tf from '@tensorflow/tfjs-core';
import type { Disposable } from '../base/lifecycle.ts';
import { type Gram, gram, JoinedFeatures, SparseFeatures, type SparseRow } from './features.ts';
import { flat, TensorFeatures } from './tensorFeatures.ts';

/**
 * Rows with a dense part, which all have, beside a sparse one that has a weight. Made once for all settings and folds: of
 * some rows the products with each other are a part of all rows'. Products are float32.
 */
export interface RowProducts {
  /** Those rows' products with each other, the sparse parts times `weight`; the caller disposes what it gets. */
  among(rows: readonly number[], weight: number): Gram & Disposable;
  /**
   * Scores of rows by weights that are a sum of other ones.
   * @param scales what the sparse part of each row is to be multiplied by besides: [rows]
   * @param coefficients of the sum: [others][classes]
   * @returns [rows][classes]
   */
  across(
    rows: readonly number[],
    scales: readonly number[],
    others: readonly number[],
    coefficients: Float64Array,
    weight: number,
    classes: number,
  ): Float64Array;
}

/** Rows from which on it is quicker to go by the features than by a square of products; measured. */
const MANY_ROWS = 3000;

/** @param features of the sparse part */
export function rowProducts(
  dense: readonly Float32Array[],
  sparse: readonly SparseRow[],
  features: number,
): RowProducts {
  return dense.length > MANY_ROWS
    ? new FactoredProducts(dense, sparse, features)
    : new SquareProducts(dense, sparse);
}

/** For few rows: every product, computed once. */
export class SquareProducts implements RowProducts {
  readonly #rows: number;
  /** [rows][rows] */
  readonly #dense: Float32Array;
  readonly #sparse: Float32Array;

  constructor(dense: readonly Float32Array[], sparse: readonly SparseRow[]) {
    this.#rows = dense.length;
    const products = new Float32Array(this.#rows ** 2);
    // Nothing is returned from tidy: it would search the array for tensors, number by number.
    tf.tidy(() => {
      const x = tf.tensor2d(flat(dense), [this.#rows, dense[0].length]);
      // tfjs-backend-wasm is slow where a product is to transpose by itself.
      products.set(tf.matMul(x, tf.transpose(x)).dataSync());
    });
    this.#dense = products;
    this.#sparse = sparseProducts(sparse);
  }

  among(rows: readonly number[], weight: number): Gram & Disposable {
    const ones = rows.map(() => 1);
    return new SquareGram(tf.tensor2d(this.#part(rows, ones, rows, weight), [rows.length, rows.length]));
  }

  across(...[rows, scales, others, coefficients, weight, classes]: Parameters<RowProducts['across']>) {
    const scores = new Float64Array(rows.length * classes);
    tf.tidy(() => {
      const left = tf.tensor2d(this.#part(rows, scales, others, weight), [rows.length, others.length]);
      const right = tf.tensor2d(new Float32Array(coefficients), [others.length, classes]);
      scores.set(tf.matMul(left, right).dataSync());
    });
    return scores;
  }

  /** [rows][columns] */
  #part(rows: readonly number[], scales: readonly number[], columns: readonly number[], weight: number) {
    const part = new Float32Array(rows.length * columns.length);
    let to = 0;
    rows.forEach((row, n) => {
      const at = row * this.#rows;
      const scale = scales[n] * weight ** 2;
      for (const column of columns) part[to++] = this.#dense[at + column] + scale * this.#sparse[at + column];
    });
    return part;
  }
}

class SquareGram implements Gram, Disposable {
  readonly rows: number;
  readonly #products: tf.Tensor2D;

  constructor(products: tf.Tensor2D) {
    [this.rows] = products.shape;
    this.#products = products;
  }

  gram(a: Float64Array, products: Float64Array, classes: number): void {
    tf.tidy(() => {
      const right = tf.tensor2d(new Float32Array(a), [this.rows, classes]);
      products.set(tf.matMul(this.#products, right).dataSync());
    });
  }

  dispose(): void {
    this.#products.dispose();
  }
}

/** For many rows: one product with the features after the other. */
export class FactoredProducts implements RowProducts {
  readonly #dense: readonly Float32Array[];
  readonly #sparse: readonly SparseRow[];
  readonly #features: number;

  /** @param features of the sparse part */
  constructor(dense: readonly Float32Array[], sparse: readonly SparseRow[], features: number) {
    this.#dense = dense;
    this.#sparse = sparse;
    this.#features = features;
  }

  among(rows: readonly number[], weight: number): Gram & Disposable {
    const ones = rows.map(() => 1);
    const { features, dispose } = this.#part(rows, ones, weight);
    return {
      rows: rows.length,
      gram: (a, products, classes) => gram(features, a, products, classes),
      dispose,
    };
  }

  across(...[rows, scales, others, coefficients, weight, classes]: Parameters<RowProducts['across']>) {
    const ones = others.map(() => 1);
    const [held, kept] = [this.#part(rows, scales, weight), this.#part(others, ones, weight)];
    const weights = new Float64Array(kept.features.features * classes);
    kept.features.addGradient(coefficients, weights, classes);
    const scores = new Float64Array(rows.length * classes);
    held.features.addScores(weights, scores, classes);
    held.dispose();
    kept.dispose();
    return scores;
  }

  #part(rows: readonly number[], scales: readonly number[], weight: number) {
    const dense = new TensorFeatures(rows.map(row => this.#dense[row]));
    const sparse = rows.map((row, n) => {
      const { indices, values } = this.#sparse[row];
      return { indices, values: Float64Array.from(values, value => weight * scales[n] * value) };
    });
    const features = new JoinedFeatures([dense, new SparseFeatures(sparse, this.#features)]);
    return { features, dispose: () => dense.dispose() };
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
