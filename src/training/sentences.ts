import * as tf from '@tensorflow/tfjs-core';
import { errors } from '../base/errors.ts';
import { float16Values } from '../model/float16.ts';

/** Texts, and what a teacher says of them: vectors, which the network's output `sentence` learns, and answers. */
export interface SentenceData {
  texts: string[];
  /** Each text's BCP-47 language; `und` where its line says none. */
  languages: string[];
  /** Numbers a vector. */
  size: number;
  /** [texts, size] as float16, each row of length 1. */
  vectors: Uint16Array;
  answers: TeacherAnswers[];
}

/** What a teacher that knows a task answers. */
export interface TeacherAnswers {
  /** The task's position. */
  task: number;
  labels: number;
  /** [texts, labels] as float16: each row sums to 1, or is zero where the teacher was not asked. */
  probabilities: Uint16Array;
  /** How often a step learns this task's answers, relative to the others'; 1 when absent. */
  share?: number;
}

/** The sentences as the network reads them. */
export interface EncodedSentences extends Omit<SentenceData, 'texts' | 'languages'> {
  train: { ids: Int32Array; language?: string }[];
}

/**
 * A row of float16 numbers a text.
 * @param name the file, for messages
 * @param size numbers a row; whatever there is when absent
 */
export function float16Rows(texts: readonly string[], bytes: Uint8Array, name: string, size?: number) {
  const found = bytes.length / 2 / texts.length;
  if (!Number.isInteger(found) || found === 0 || (size !== undefined && found !== size)) {
    const rows = size === undefined ? 'float16 vectors' : `rows of ${size} float16 numbers`;
    throw errors.badInput(`as many ${rows} as texts, ${texts.length}`, `${bytes.length} bytes`, name);
  }
  return { size: found, values: new Uint16Array(new Uint8Array(bytes).buffer) };
}

/**
 * Rows out of float16 numbers.
 * @param size numbers a row
 * @returns [rows, size]
 */
function rowsOf(values: Uint16Array, size: number, rows: readonly number[]): tf.Tensor2D {
  const chosen = new Float32Array(rows.length * size);
  rows.forEach((row, n) => {
    for (let i = 0; i < size; i++) chosen[n * size + i] = float16Values[values[row * size + i]];
  });
  return tf.tensor2d(chosen, [rows.length, size]);
}

/**
 * What a batch of sentences has to learn.
 * @param outputs the sentence's vector, and behind it, where there are answers, their task's probabilities
 * @param answerWeight what the answers count beside the vector
 */
export function taughtLoss(
  [vectors, probabilities]: readonly tf.Tensor2D[],
  { vectors: wanted, size }: EncodedSentences,
  answers: TeacherAnswers | undefined,
  rows: readonly number[],
  answerWeight: number,
): tf.Scalar {
  const distance = sentenceLoss(vectors, rowsOf(wanted, size, rows));
  if (answers === undefined) return distance;
  const told = answerLoss(probabilities, rowsOf(answers.probabilities, answers.labels, rows));
  return tf.add(distance, tf.mul(told, answerWeight));
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

/**
 * The cross-entropy between a teacher's answers and the network's, both at temperature 2, where an answer's second
 * choice counts too, times its square, so that gradients are as large as without (Hinton et al. 2015).
 * @param probabilities, answers [batch, labels]; rows of `answers` that are zero count nothing
 */
export function answerLoss(probabilities: tf.Tensor2D, answers: tf.Tensor2D): tf.Scalar {
  // The square root, normalised, is the softmax of half the logits.
  const softened = (x: tf.Tensor2D) => {
    const roots = tf.sqrt(x);
    return tf.div(roots, tf.maximum(tf.sum(roots, 1, true), 1e-7));
  };
  const asked = tf.maximum(tf.sum(answers), 1);
  const logs = tf.log(softened(tf.clipByValue(probabilities, 1e-7, 1)));
  return tf.mul(tf.div(tf.sum(tf.mul(softened(answers), logs)), asked), -4);
}
