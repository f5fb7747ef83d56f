import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Disposable } from '../base/lifecycle.ts';
import { Random } from '../base/random.ts';
import { padBatch } from '../model/batches.ts';
import { SeededDropout } from '../model/layers.ts';
import { networkOfTasks } from '../model/network.ts';
import { UNKNOWN } from '../text/vocabulary.ts';
import type { EncodedTask } from './dataset.ts';
import { EmbeddingRows } from './embeddingRows.ts';
import type { TrainingOptions } from './options.ts';
import { type Pool, planEpoch, type Step } from './plan.ts';
import { type EncodedSentences, taughtLoss } from './sentences.ts';

export interface StepReport {
  /** Steps of the epoch that are done, and all of them. */
  done: number;
  total: number;
  /** The task's id; absent for a batch of sentences. */
  task?: string;
  /** Mean cross-entropy in nats; of sentences, {@link taughtLoss}. */
  loss: number;
}

/** What a step reads, and what it learns of that. */
interface Lesson {
  network: LayersModel;
  lossOf(outputs: readonly tf.Tensor2D[]): tf.Scalar;
}

/** Protected fields of {@link tf.AdamOptimizer}. */
interface AdamPowers {
  beta1: number;
  beta2: number;
  accBeta1: tf.Variable;
  accBeta2: tf.Variable;
}

/** Probabilities are kept this far from 0 and 1 before the logarithm, as in Keras. */
const EPSILON = 1e-7;

/**
 * Trains a network on many tasks: each step is a batch of one task, through the shared encoder and that task's head, or
 * one of sentences, whose vectors the encoder learns too.
 * Epochs are generators of steps: the caller owns progress, cancelling and checkpoints.
 * A step depends on the seed, the epoch and its number alone, so that a run can go on where it stopped.
 */
export class Trainer implements Disposable {
  readonly #tasks: readonly EncodedTask[];
  readonly #sentences: EncodedSentences | null;
  /** One a task, and the sentences behind them. */
  readonly #pools: readonly Pool[];
  readonly #options: TrainingOptions;
  readonly #seed: number;
  readonly #networks: LayersModel[];
  /** The sentence's vector, and one task that a teacher answers. */
  readonly #answering: LayersModel[];
  readonly #variables: tf.Variable[];
  readonly #dropouts: SeededDropout[];
  readonly #optimizer: tf.AdamOptimizer;
  readonly #embedding: EmbeddingRows | null;
  #learningRate = 0;

  /** Changes the network's trainable weights in place: hand in a network that nobody scores with. */
  constructor(
    network: LayersModel,
    tasks: readonly EncodedTask[],
    options: TrainingOptions,
    seed: number,
    sentences: EncodedSentences | null = null,
  ) {
    this.#tasks = tasks;
    this.#sentences = sentences;
    this.#options = options;
    this.#seed = seed;
    const { batchSize, sentenceBatchSize, examplesPerEpoch, sentencesPerEpoch } = options;
    const all = Number.POSITIVE_INFINITY;
    this.#pools = [
      ...tasks.map(({ train, perEpoch }) => ({
        train,
        batchSize,
        limit: perEpoch ?? examplesPerEpoch ?? all,
      })),
      ...(sentences === null
        ? []
        : [{ train: sentences.train, batchSize: sentenceBatchSize, limit: sentencesPerEpoch ?? all }]),
    ];
    // The sentence's vector is the output behind the tasks'.
    this.#networks = this.#pools.map((_, k) => networkOfTasks(network, [k]));
    this.#answering = (sentences?.answers ?? []).map(({ task }) =>
      networkOfTasks(network, [tasks.length, task]),
    );
    this.#embedding = EmbeddingRows.of(network);
    this.#variables = variablesOf(network).filter(variable => variable !== this.#embedding?.whole);
    this.#dropouts = network.layers.filter(layer => layer instanceof SeededDropout);
    this.#optimizer = tf.train.adam(options.learningRate);
  }

  /** @param from the first step to run: those before it are skipped */
  *epoch(epoch: number, from = 0): Generator<StepReport, void> {
    const steps = planEpoch(this.#poolsOf(epoch), this.#random(epoch, -1));
    for (let n = from; n < steps.length; n++) {
      this.#setLearningRate((epoch + n / steps.length) / this.#options.epochs);
      const loss = this.#step(steps[n], this.#random(epoch, n));
      yield { done: n + 1, total: steps.length, task: this.#tasks.at(steps[n].pool)?.id, loss };
    }
    this.flush();
  }

  #poolsOf(epoch: number): readonly Pool[] {
    if (this.#sentences === null || epoch >= this.#options.sentenceEpochs) return this.#pools;
    return this.#pools.map((pool, n) => (n < this.#tasks.length ? { ...pool, limit: 0 } : pool));
  }

  /** Brings the network's weights up to date: between epochs they are, in the middle of one the embedding lags. */
  flush(): void {
    this.#embedding?.flush();
  }

  /** The optimizer's state, for a checkpoint. The caller disposes the tensors. */
  async state(): Promise<tf.Tensor[]> {
    const optimizer = (await this.#optimizer.getWeights()).map(({ tensor }) => tensor.clone());
    return [...(this.#embedding?.state() ?? []), ...optimizer];
  }

  /** Goes on from a checkpoint's state; the network has its weights already. */
  async restore(state: readonly tf.Tensor[]): Promise<void> {
    const own = this.#embedding === null ? 0 : 3;
    this.#embedding?.restore(state);
    const optimizer = state.slice(own);
    await this.#optimizer.setWeights(optimizer.map((tensor, n) => ({ name: `state_${n}`, tensor })));
    const [steps] = optimizer[0].dataSync();
    this.#setPowers(steps);
  }

  dispose(): void {
    this.#optimizer.dispose();
    for (const dropout of this.#dropouts) dropout.random = null;
  }

  #step({ pool, rows }: Step, random: Random): number {
    const { train } = this.#pools[pool];
    const examples = rows.map(row => train[row]);
    for (const dropout of this.#dropouts) dropout.random = random;
    const time = Math.max(1, ...examples.map(({ ids }) => ids.length));
    const ids = padBatch(
      examples.map(example => this.#hideWords(example.ids, random)),
      time,
    );
    const { network, lossOf } = this.#lesson(pool, rows, random);
    let loss = 0;
    const run = (local: Int32Array, table?: tf.Variable) => {
      let rowGradient = new Float32Array();
      // Nothing is returned from tidy: it would search a typed array for tensors, number by number.
      tf.tidy(() => {
        const input = tf.tensor2d(local, [rows.length, time], 'int32');
        const { value, grads } = tf.variableGrads(
          () => lossOf([network.apply(input, { training: true })].flat() as tf.Tensor2D[]),
          variablesOf(network),
        );
        [loss] = value.dataSync();
        const clipped = this.#clip(grads);
        this.#apply(clipped);
        if (table) rowGradient = clipped[table.name].dataSync() as Float32Array<ArrayBuffer>;
      });
      return rowGradient;
    };
    if (this.#embedding === null) run(ids);
    else this.#embedding.step(ids, this.#learningRate * this.#options.embeddingRate, run);
    return loss;
  }

  /** Sentences teach their vectors and the answers of one task, drawn anew each step: all heads at once take thrice the time. */
  #lesson(pool: number, rows: readonly number[], random: Random): Lesson {
    const sentences = this.#sentences;
    if (sentences !== null && pool === this.#tasks.length) {
      const { answers } = sentences;
      const k = answers.length > 0 ? random.weighted(answers.map(({ share = 1 }) => share)) : -1;
      return {
        network: this.#answering[k] ?? this.#networks[pool],
        lossOf: outputs => taughtLoss(outputs, sentences, answers[k], rows, this.#options.answerWeight),
      };
    }
    const { train } = this.#tasks[pool];
    const labels = rows.map(row => train[row].label);
    return { network: this.#networks[pool], lossOf: ([output]) => crossEntropy(output, labels) };
  }

  #hideWords(ids: Int32Array, random: Random): Int32Array {
    const { wordDropout } = this.#options;
    return wordDropout === 0 ? ids : ids.map(id => (random.next() < wordDropout ? UNKNOWN : id));
  }

  /** By the global norm. */
  #clip(grads: tf.NamedTensorMap): tf.NamedTensorMap {
    const norm = tf.sqrt(tf.addN(Object.values(grads).map(gradient => tf.sum(tf.square(gradient)))));
    const scale = tf.div(this.#options.clipNorm, tf.maximum(norm, this.#options.clipNorm));
    return Object.fromEntries(
      Object.entries(grads).map(([name, gradient]) => [name, tf.mul(gradient, scale)]),
    );
  }

  /** Adam keeps its moments by position: all variables go in, those without a gradient as null. */
  #apply(grads: tf.NamedTensorMap): void {
    this.#optimizer.applyGradients(
      this.#variables.map(({ name }) => ({ name, tensor: (grads[name] ?? null) as tf.Tensor })),
    );
  }

  /**
   * Adam multiplies its betas' powers step by step, in 32 bits. Its state leaves them out and it makes them anew by
   * `pow`, which differs in the last bits, and so would all that follows.
   */
  #setPowers(steps: number): void {
    const adam = this.#optimizer as unknown as AdamPowers;
    for (const [beta, power] of [
      [adam.beta1, adam.accBeta1],
      [adam.beta2, adam.accBeta2],
    ] as const) {
      const factor = Math.fround(beta);
      let value = factor;
      for (let n = 0; n < steps; n++) value = Math.fround(value * factor);
      tf.tidy(() => power.assign(tf.scalar(value)));
    }
  }

  /** @param progress share of the epochs, 0..1 */
  #setLearningRate(progress: number): void {
    // Adam has no setter: its rate is a protected field that each step reads.
    this.#learningRate = this.#options.learningRate * (1 - 0.9 * progress);
    (this.#optimizer as unknown as { learningRate: number }).learningRate = this.#learningRate;
  }

  /** Independent sequences for the steps of a run; mixed by two odd constants (Steele et al. 2014). */
  #random(epoch: number, step: number): Random {
    return new Random(
      (this.#seed ^ Math.imul(epoch + 1, 0x9e3779b9) ^ Math.imul(step + 2, 0x85ebca6b)) >>> 0,
    );
  }
}

const variablesOf = (network: LayersModel): tf.Variable[] =>
  network.trainableWeights.map(weight => weight.read() as tf.Variable);

/** Mean negative log-likelihood. @param probabilities [batch, labels], or [batch, 1] of the second of two labels */
export function crossEntropy(probabilities: tf.Tensor2D, labels: readonly number[]): tf.Scalar {
  const width = probabilities.shape[1];
  const values = Float32Array.from(labels);
  const clipped = tf.clipByValue(probabilities, EPSILON, 1 - EPSILON);
  if (width === 1) {
    const second = tf.tensor2d(values, [labels.length, 1]);
    const likelihood = tf.add(tf.mul(second, clipped), tf.mul(tf.sub(1, second), tf.sub(1, clipped)));
    return tf.neg(tf.mean(tf.log(likelihood)));
  }
  const oneHot = new Float32Array(labels.length * width);
  labels.forEach((label, row) => {
    oneHot[row * width + label] = 1;
  });
  const likelihood = tf.sum(tf.mul(clipped, tf.tensor2d(oneHot, [labels.length, width])), 1);
  return tf.neg(tf.mean(tf.log(likelihood)));
}
