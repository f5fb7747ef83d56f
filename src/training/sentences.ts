import * as tf from '@tensorflow/tfjs-core';
import { errors } from '../base/errors.ts';
import { float16Values } from '../model/float16.ts';

/** Texts, and the vectors that a teacher gives them: what the network's output `sentence` learns. */
export interface SentenceData {
  texts: string[];
  /** Numbers a vector. */
  size: number;
  /** [texts, size] as float16, each row of length 1. */
  vectors: Uint16Array;
}

/** The sentences as the network reads them. */
export interface EncodedSentences extends Omit<SentenceData, 'texts'> {
  train: { ids: Int32Array }[];
}

/** @param name the file of the vectors, for messages */
export function sentenceData(texts: string[], bytes: Uint8Array, name: string): SentenceData {
  const size = bytes.length / 2 / texts.length;
  if (!Number.isInteger(size) || size === 0) {
    throw errors.badInput(`as many float16 vectors as texts, ${texts.length}`, `${bytes.length} bytes`, name);
  }
  return { texts, size, vectors: new Uint16Array(new Uint8Array(bytes).buffer) };
}

/** [rows, size] */
export function targetsOf({ vectors, size }: EncodedSentences, rows: readonly number[]): tf.Tensor2D {
  const values = new Float32Array(rows.length * size);
  rows.forEach((row, n) => {
    for (let i = 0; i < size; i++) values[n * size + i] = float16Values[vectors[row * size + i]];
  });
  return tf.tensor2d(values, [rows.length, size]);
}

/** Similarities are multiplied by it before the softmax: how much nearer the nearest are than the near. */
const SHARPNESS = 15;
/** What the neighbours count beside the vector itself. */
const NEIGHBOURS = 0.1;
/** Takes a sentence's likeness to itself, which says nothing, out of the softmax. */
const ITSELF = -1e4;

/**
 * How far the vectors are from the teacher's: one minus their cosine, and a share of the cross-entropy between the two
 * softmaxes over each sentence's likeness to the others of the batch, so that neighbours stay neighbours.
 * @param vectors, targets [batch, size], rows of length 1
 */
export function sentenceLoss(vectors: tf.Tensor2D, targets: tf.Tensor2D): tf.Scalar {
  const [batch] = targets.shape;
  const distance = tf.sub(1, tf.mean(tf.sum(tf.mul(vectors, targets), 1)));
  if (batch < 2) return distance as tf.Scalar;
  const itself = tf.mul(tf.eye(batch), ITSELF);
  const likeness = (x: tf.Tensor2D) =>
    tf.softmax(tf.add(tf.mul(tf.matMul(x, x, false, true), SHARPNESS), itself));
  const entropy = tf.neg(
    tf.mean(tf.sum(tf.mul(likeness(targets), tf.log(tf.add(likeness(vectors), 1e-7))), 1)),
  );
  return tf.add(distance, tf.mul(entropy, NEIGHBOURS));
}
