/**
 * Fine-tuning of the encoder: labels teach it by linear heads on the sentence's vector, and the model itself, as it was,
 * teaches it to go on answering as before (Li and Hoiem 2016).
 */
import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { Disposable } from '../base/lifecycle.ts';
import { Random } from '../base/random.ts';
import { toFloat16 } from '../model/float16.ts';
import type { GuardText } from '../model/guard.ts';
import type { LoadedModel } from '../model/loadedModel.ts';
import { buildNetwork } from '../model/network.ts';
import { type EncodedTask, encodeExamples } from './dataset.ts';
import { DenseFeatures } from './features.ts';
import { type Answers, answersOf } from './guarding.ts';
import type { LabelledTask } from './labelledTasks.ts';
import { type FinetuneStep, shown } from './learnTask.ts';
import { fitLogistic } from './logistic.ts';
import { type TrainingOptions, trainingOptions } from './options.ts';
import type { EncodedSentences } from './sentences.ts';

/** How the encoder learns, where nothing else is said. */
export const encoderOptions = (fields: Partial<TrainingOptions> = {}): TrainingOptions =>
  trainingOptions({
    ...{ epochs: 4, learningRate: 3e-4, patience: 1, sentenceBatchSize: 32, examplesPerEpoch: 10_000 },
    ...fields,
  });

/** Of the heads that the encoder begins with: inverse regularisation, examples and steps at most. They go on learning. */
const STRENGTH = 20;
const MOST_EXAMPLES = 3000;
const MOST_STEPS = 40;

export const STAGE = 'encoder';

/** A labelled task, and the fold that each of its examples is in (folds.ts). */
export interface Taught {
  task: LabelledTask;
  folds: readonly number[];
}

/** A network that is to learn, and what from. */
export interface EncoderLesson extends Disposable {
  /** As it is in the end; the caller disposes it. */
  network: LayersModel;
  /** The same with heads for the labels, of which the embedding is no more trainable until `dispose`. */
  taught: LayersModel;
  /** Of each head, in order. */
  tasks: EncodedTask[];
  sentences: EncodedSentences;
  guard: { texts: readonly GuardText[]; answers: Answers };
}

/**
 * The network of `loaded` with good heads, which all labels teach but those of the first fold: they say when to stop. The
 * embedding is to stay as it was: on its grid of bytes (uint8.ts), with words that no label has. Leaves `loaded` as it was.
 * @param loaded a model with sentence vectors
 * @param guard texts that teach how to answer as before
 */
export function* encoderLesson(
  loaded: LoadedModel,
  labelled: readonly Taught[],
  guard: readonly GuardText[],
  seed: number,
): Generator<FinetuneStep, EncoderLesson> {
  const { manifest, vocabulary, sentenceOutput } = loaded;
  const texts = guard.map(({ text }) => text);
  const answers = yield* shown(STAGE, answersOf(loaded, texts));
  const counts = Array.from({ length: sentenceOutput }, (_, k) => loaded.outputLabels(k));
  const network = buildNetwork(manifest.architecture, vocabulary.size, counts);
  try {
    // getWeights hands out the variables themselves: nothing to dispose.
    network.setWeights(loaded.network.getWeights());
    const tasks = counts.map((count, k): EncodedTask => {
      const labels = Array.from({ length: count }, (_, label) => `${label}`);
      return { id: manifest.tasks[k].id, labels, train: [], validation: [], test: [] };
    });
    const heads: SymbolicTensor[] = [];
    for (const one of labelled) {
      const task = encodedTask(loaded, one);
      const { weights, intercepts } = yield* solved(loaded, one, new Random(seed));
      const shape: [number, number] = [manifest.architecture.sentenceSize, task.labels.length];
      const config = { units: task.labels.length, activation: 'softmax' as const };
      const head = layers.dense({ ...config, name: `label_${heads.length}` });
      heads.push(head.apply(network.outputs[sentenceOutput]) as SymbolicTensor);
      tf.tidy(() => {
        head.setWeights([
          tf.tensor2d(Float32Array.from(weights), shape),
          tf.tensor1d(Float32Array.from(intercepts)),
        ]);
      });
      tasks.push(task);
    }
    const [outputs, vector] = [network.outputs.slice(0, sentenceOutput), network.outputs[sentenceOutput]];
    const taught = model({ inputs: network.inputs, outputs: [...outputs, ...heads, vector] });
    for (const layer of taught.layers) layer.trainable = layer.name !== 'embedding';
    const dispose = () => {
      for (const layer of taught.layers)
        if (layer.name.startsWith('label_')) layer.dispose();
        else layer.trainable = true;
    };
    const sentences = taughtBy(loaded, texts, answers);
    return { network, taught, tasks, sentences, guard: { texts: guard, answers }, dispose };
  } catch (error) {
    network.dispose();
    throw error;
  }
}

function encodedTask({ encoder, manifest }: LoadedModel, { task, folds }: Taught): EncodedTask {
  const examples = encodeExamples(task.examples, encoder, manifest.tokenizer.maxLength);
  return {
    ...{ id: task.id, labels: task.labels, test: [] },
    train: examples.filter((_, row) => folds[row] !== 0),
    validation: examples.filter((_, row) => folds[row] === 0),
  };
}

/** A good linear head on the vectors as they are: what it asks of the encoder is no noise. */
function* solved(loaded: LoadedModel, { task, folds }: Taught, random: Random) {
  const kept = task.examples.filter((_, row) => folds[row] !== 0);
  const examples = random.shuffle(kept).slice(0, MOST_EXAMPLES);
  const texts = examples.map(({ text }) => text);
  const truth = examples.map(({ label }) => label);
  const { vectors } = yield* shown(STAGE, answersOf(loaded, texts));
  const features = new DenseFeatures(vectors);
  const options = { c: STRENGTH, maxIterations: MOST_STEPS };
  return yield* shown(STAGE, fitLogistic(features, truth, task.labels.length, options));
}

/** What the model says of texts, as a teacher says it. */
function taughtBy(
  { manifest, encoder }: LoadedModel,
  texts: readonly string[],
  { vectors, tasks }: Answers,
): EncodedSentences {
  return {
    train: texts.map(text => ({
      ids: Int32Array.from(encoder.encode(text, manifest.tokenizer.maxLength).ids),
    })),
    size: manifest.architecture.sentenceSize,
    vectors: float16Rows(vectors),
    answers: manifest.tasks.map(({ labels }, task) => ({
      ...{ task, labels: labels.length, probabilities: float16Rows(tasks[task]) },
    })),
  };
}

/** Rows of one length, one behind the other. */
function float16Rows(rows: readonly Float32Array[]): Uint16Array {
  const { length } = rows[0] ?? [];
  const flat = new Float32Array(rows.length * length);
  rows.forEach((row, n) => {
    flat.set(row, n * length);
  });
  return toFloat16(flat);
}
