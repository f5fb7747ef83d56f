import * as tf from '@tensorflow/tfjs-core';
import type { Disposable } from '../base/lifecycle.ts';
import type { Features, SparseRow } from './features.ts';

/**
 * The products of some rows with each other, each a dense part, which all have, beside a sparse one: what fitting asks of
 * them in every step, as one matrix product on the TensorFlow.js backend that runs, in float32. Made once for all weights
 * of the sparse part. Owns its tensors.
 */
export class Kernel implements Disposable {
  /** [rows][rows] */
  readonly #dense: tf.Tensor2D;
  readonly #sparse: tf.Tensor2D;

  /** @param dense, sparse the rows' parts; at least one row */
  constructor(dense: readonly Float32Array[], sparse: readonly SparseRow[]) {
    const rows = dense.length;
    const flat = new Float32Array(rows * dense[0].length);
    dense.forEach((row, n) => {
      flat.set(row, n * row.length);
    });
    this.#dense = tf.tidy(() => {
      const x = tf.tensor2d(flat, [rows, dense[0].length]);
      // tfjs-backend-wasm is slow where a product is to transpose by itself.
      return tf.matMul(x, tf.transpose(x));
    });
    this.#sparse = tf.tensor2d(sparseProducts(sparse), [rows, rows]);
  }

  /** @param features the same rows, the sparse part times `weight`; the caller disposes what it gets */
  features(features: Features, weight: number): KernelFeatures {
    const kernel = tf.tidy(() => tf.add(this.#dense, tf.mul(this.#sparse, weight ** 2)) as tf.Tensor2D);
    return new KernelFeatures(features, kernel);
  }

  dispose(): void {
    this.#dense.dispose();
    this.#sparse.dispose();
  }
}

/** Features whose products with each other are known. */
export class KernelFeatures implements Features, Disposable {
  readonly rows: number;
  readonly features: number;
  readonly #inner: Features;
  readonly #kernel: tf.Tensor2D;

  /** @param kernel [rows][rows], which is owned from now on */
  constructor(inner: Features, kernel: tf.Tensor2D) {
    this.rows = inner.rows;
    this.features = inner.features;
    this.#inner = inner;
    this.#kernel = kernel;
  }

  addScores(weights: Float64Array, scores: Float64Array, classes: number): void {
    this.#inner.addScores(weights, scores, classes);
  }

  addGradient(errors: Float64Array, gradient: Float64Array, classes: number): void {
    this.#inner.addGradient(errors, gradient, classes);
  }

  gram(a: Float64Array, products: Float64Array, classes: number): void {
    // Nothing is returned from tidy: it would search the array for tensors, number by number.
    tf.tidy(() => {
      const right = tf.tensor2d(new Float32Array(a), [this.rows, classes]);
      products.set(tf.matMul(this.#kernel, right).dataSync());
    });
  }

  dispose(): void {
    this.#kernel.dispose();
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
