import * as tf from '@tensorflow/tfjs-core';
import { Random } from '../../../src/base/random.ts';
import { type Architecture, architectureOf } from '../../../src/model/architecture.ts';
import { writeBundle } from '../../../src/model/bundle.ts';
import type { BundleFiles } from '../../../src/model/bundleContent.ts';
import { initialise } from '../../../src/model/initialise.ts';
import { LinearHead } from '../../../src/model/linearHead.ts';
import type { ManifestTask } from '../../../src/model/manifest.ts';
import { buildNetwork } from '../../../src/model/network.ts';
import { Weight } from '../../../src/model/weights.ts';
import { countNgrams, TfIdf } from '../../../src/text/tfIdf.ts';
import { buildVocabulary, countWords } from '../../../src/text/vocabulary.ts';

export const toyVocabulary = buildVocabulary(
  countWords([
    'good food and bad food',
    'a good day and a bad day',
    'please kindly, hey dude',
    '好吃 不好吃',
  ]),
  { size: 200, minCount: 1 },
);

export const toyTask = (id: string, labels: string[], fields: Partial<ManifestTask> = {}): ManifestTask => ({
  id,
  title: id,
  description: '',
  kind: 'multiclass',
  labels,
  languages: [],
  temperature: 1,
  threshold: 0,
  metrics: { accuracy: 0.5, macroF1: 0.5 },
  ...fields,
});

/**
 * A bundle of random weights: small, whole, and the same every time. Start a backend first.
 * @param bias of the sentence's vector, in every number
 * @param heads linear ones, by their task's position; behind the others where there is no prior
 */
export async function toyBundle(
  tasks: ManifestTask[] = [toyTask('sentiment', ['negative', 'positive'])],
  preset = 'manylens',
  fields: Partial<Architecture> = {},
  bias = 0,
  heads: ReadonlyMap<number, LinearHead> = new Map(),
): Promise<BundleFiles> {
  const architecture = architectureOf(preset, {
    embeddingSize: 16,
    units: 16,
    tokenizer: 'words',
    ...fields,
  });
  const network = buildNetwork(
    architecture,
    toyVocabulary.size,
    tasks.flatMap((task, k) => (heads.get(k)?.weights.prior === 0 ? [] : [task.labels.length])),
  );
  initialise(network, new Random(1));
  // Fresh embeddings are nearly nothing; words that training has moved apart are not.
  const embedding = network.getLayer('embedding');
  tf.tidy(() => embedding.setWeights(embedding.getWeights().map(weight => tf.mul(weight, 10))));
  if (bias !== 0) {
    const dense = network.getLayer('sentence_dense');
    tf.tidy(() => dense.setWeights([dense.getWeights()[0], tf.fill([architecture.sentenceSize], bias)]));
  }
  const draft = {
    name: 'toy',
    version: '1',
    languages: ['en'],
    tokenizer: { kind: architecture.tokenizer, maxLength: architecture.maxLength },
    architecture,
    tasks: tasks.map((task, k) => (heads.has(k) ? { ...task, head: 'linear' as const } : task)),
    provenance: { seed: 1, data: [], command: 'test' },
  };
  const files = await writeBundle(draft, toyVocabulary, network, '# Toy\n', heads);
  network.dispose();
  return files;
}

/** A linear head of random weights. @param prior as in LinearWeights */
export function toyHead(labels: number, size: number, prior: number, seed = 1): LinearHead {
  const random = new Random(seed);
  const tfIdf = TfIdf.fit(
    ['good food', 'a good day and a bad day', '好吃 不好吃'].map(text => countNgrams(text, 200)),
    1000,
  );
  const weight = (rows: number) =>
    new Weight(
      [rows, labels],
      Float32Array.from({ length: rows * labels }, () => random.normal()),
    );
  const bias = Float32Array.from({ length: labels }, () => random.normal());
  const { length } = tfIdf.hashes;
  return new LinearHead({ kernel: weight(size), bias, tfIdf, ngrams: weight(length), prior }, 200);
}
