import * as tf from '@tensorflow/tfjs-core';
import type { Disposable } from '../base/lifecycle.ts';
import type { Features } from './features.ts';

/** Dense rows whose products run on the TensorFlow.js backend, in float32. Owns its tensors. */
export class TensorFeatures implements Features, Disposable {
  readonly rows: number;
  readonly features: number;
  readonly #x: tf.Tensor2D;
  /** tfjs-backend-wasm is slow where a product is to transpose by itself. */
  readonly #transposed: tf.Tensor2D;

  /** @param values at least one row */
  constructor(values: readonly Float32Array[]) {
    this.rows = values.length;
    this.features = values[0].length;
    this.#x = tf.tensor2d(flat(values), [this.rows, this.features]);
    this.#transposed = tf.transpose(this.#x);
  }

  addScores(weights: Float64Array, scores: Float64Array, classes: number): void {
    addProduct(this.#x, weights, scores, classes);
  }

  addGradient(errors: Float64Array, gradient: Float64Array, classes: number): void {
    addProduct(this.#transposed, errors, gradient, classes);
  }

  dispose(): void {
    this.#x.dispose();
    this.#transposed.dispose();
  }
}

/** Rows of one length, one after the other. */
export function flat(rows: readonly Float32Array[]): Float32Array {
  const numbers = new Float32Array(rows.length * rows[0].length);
  rows.forEach((row, n) => {
    numbers.set(row, n * row.length);
  });
  return numbers;
}

/** Adds left right to `sums`. */
function addProduct(left: tf.Tensor2D, right: Float64Array, sums: Float64Array, classes: number): void {
  // Nothing is returned from tidy: it would search the array for tensors, number by number.
  tf.tidy(() => {
    const product = tf.matMul(left, tf.tensor2d(new Float32Array(right), [left.shape[1], classes]));
    const values = product.dataSync();
    for (let i = 0; i < values.length; i++) sums[i] += values[i];
  });
}
