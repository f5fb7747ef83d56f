import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { errors } from '../base/errors.ts';
import type { Random } from '../base/random.ts';
import { type Architecture, architectureOf } from '../model/architecture.ts';
import { initialise } from '../model/initialise.ts';
import type { LoadedModel } from '../model/loadedModel.ts';
import { buildNetwork } from '../model/network.ts';
import { kerasVocabulary } from '../model/textEncoder.ts';
import { buildVocabulary, countWords, type Vocabulary } from '../text/vocabulary.ts';
import type { TaskData } from './examples.ts';
import type { ExperimentArchitecture } from './experiment.ts';
import type { WordVectors } from './wordVectors.ts';

/** Where training begins: a vocabulary and a network with its first weights. */
export interface Start {
  architecture: Architecture;
  vocabulary: Vocabulary;
  network: LayersModel;
  /** Whose weights these are, in words. */
  origin: string;
}

export interface StartSources {
  /** The shipped bundle, read when an experiment starts from it. */
  base: () => Promise<LoadedModel>;
  vectors: () => Promise<WordVectors>;
}

/** Layers that a network takes over from the base: all but the heads. */
const isEncoder = (layer: string) => !layer.startsWith('task_');

/**
 * @param sentences texts without labels, whose words the vocabulary counts too
 *
 * `initialise`: `base`, the shipped encoder and vocabulary, and the heads of tasks that the base has too, with the same
 * labels (the default of `manylens` where a base bundle fits);
 * `vectors`, word vectors learnt from unlabelled text; `random`.
 */
export async function startTraining(
  { preset, initialise: wanted, vectors: _, ...fields }: ExperimentArchitecture,
  tasks: readonly TaskData[],
  random: Random,
  sources: StartSources,
  sentences: readonly string[] = [],
): Promise<Start> {
  const vectors = wanted === 'vectors' ? await sources.vectors() : undefined;
  // The vectors' own size, unless the experiment asks for one.
  const architecture = architectureOf(preset, { ...(vectors && { embeddingSize: vectors.size }), ...fields });
  const labelCounts = tasks.map(task => task.labels.length);
  if (wanted === 'base' || (wanted === undefined && preset === 'manylens')) {
    const start = await fromBase(architecture, tasks, random, sources, wanted === 'base');
    if (start !== null) return start;
  }
  const texts = tasks.flatMap(task => task.train.map(example => example.text)).concat(sentences);
  const size = architecture.vocabularySize;
  if (vectors && vectors.size !== architecture.embeddingSize) {
    throw errors.badInput(
      `word vectors of architecture.embeddingSize, ${architecture.embeddingSize} numbers`,
      `${vectors.size} in ${vectors.name}`,
    );
  }
  const vocabulary =
    architecture.tokenizer === 'keras'
      ? kerasVocabulary(texts, size)
      : buildVocabulary(countWords(texts), { size });
  const network = buildNetwork(architecture, vocabulary.size, labelCounts);
  initialise(network, random);
  if (vectors) setVectors(network, vocabulary, vectors);
  return { architecture, vocabulary, network, origin: vectors ? `word vectors ${vectors.name}` : 'random' };
}

async function fromBase(
  architecture: Architecture,
  tasks: readonly TaskData[],
  random: Random,
  sources: StartSources,
  demanded: boolean,
): Promise<Start | null> {
  let base: LoadedModel;
  try {
    base = await sources.base();
  } catch (error) {
    if (demanded) throw error;
    return null;
  }
  try {
    const { encoder, units, embeddingSize, pooling, tokenizer, sharedUnits, sentenceSize } =
      base.manifest.architecture;
    const theirs = JSON.stringify({
      ...{ encoder, units, embeddingSize, pooling, tokenizer, sharedUnits },
      // The base's vector is left out where none is asked for.
      ...(architecture.sentenceSize > 0 && { sentenceSize }),
    });
    const ours = JSON.stringify(architecture, Object.keys(JSON.parse(theirs)));
    const same = Object.entries(JSON.parse(theirs)).every(
      ([key, value]) => architecture[key as keyof Architecture] === value,
    );
    if (!same) {
      if (demanded) throw errors.badInput(`an architecture that fits the base model's ${theirs}`, ours);
      return null;
    }
    const network = buildNetwork(
      architecture,
      base.vocabulary.size,
      tasks.map(({ labels }) => labels.length),
    );
    initialise(network, random, layer => !isEncoder(layer));
    copyEncoder(base.network, network);
    tasks.forEach((task, k) => {
      const own = JSON.stringify([task.id, task.labels]);
      const known = base.manifest.tasks.findIndex(({ id, labels }) => JSON.stringify([id, labels]) === own);
      if (known >= 0 && !base.heads.has(known)) copyHead(base.network, `task_${known}`, network, `task_${k}`);
    });
    return {
      architecture,
      vocabulary: base.vocabulary,
      network,
      origin: `the encoder of ${base.manifest.name}`,
    };
  } finally {
    base.dispose();
  }
}

/** Copies the weights of every layer but the heads. Both networks have the same encoder. */
export function copyEncoder(from: LayersModel, to: LayersModel): void {
  for (const layer of to.layers) {
    if (layer.weights.length > 0 && isEncoder(layer.name)) {
      // getWeights hands out the variables themselves: nothing to dispose.
      layer.setWeights(from.getLayer(layer.name).getWeights());
    }
  }
}

/** Copies the weights of a head's layers, which are named by its position: `task_0`, `task_0_dense`, ... */
export function copyHead(from: LayersModel, source: string, to: LayersModel, target: string): void {
  for (const layer of to.layers) {
    if (layer.weights.length === 0) continue;
    if (layer.name === target || layer.name.startsWith(`${target}_`)) {
      layer.setWeights(from.getLayer(source + layer.name.slice(target.length)).getWeights());
    }
  }
}

function setVectors(network: LayersModel, vocabulary: Vocabulary, vectors: WordVectors): void {
  const layer = network.getLayer('embedding');
  const [weights] = layer.getWeights();
  const values = weights.dataSync().slice() as Float32Array;
  vocabulary.tokens.forEach((token, id) => {
    const vector = vectors.get(token);
    if (vector) values.set(vector, id * vectors.size);
  });
  tf.tidy(() => layer.setWeights([tf.tensor2d(values, weights.shape as [number, number])]));
}
