import * as tf from '@tensorflow/tfjs-core';
import { Random } from '../../../src/base/random.ts';
import { type Architecture, architectureOf } from '../../../src/model/architecture.ts';
import { writeBundle } from '../../../src/model/bundle.ts';
import type { BundleFiles } from '../../../src/model/bundleContent.ts';
import { initialise } from '../../../src/model/initialise.ts';
import type { ManifestTask } from '../../../src/model/manifest.ts';
import { buildNetwork } from '../../../src/model/network.ts';
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
 */
export async function toyBundle(
  tasks: ManifestTask[] = [toyTask('sentiment', ['negative', 'positive'])],
  preset = 'manylens',
  fields: Partial<Architecture> = {},
  bias = 0,
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
    tasks.map(task => task.labels.length),
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
    tasks,
    provenance: { seed: 1, data: [], command: 'test' },
  };
  const files = await writeBundle(draft, toyVocabulary, network, '# Toy\n');
  network.dispose();
  return files;
}
