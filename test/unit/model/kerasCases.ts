/** What is compared with the real Keras: three bundles, 200 sentences, and steps of training. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '../../../src/base/random.ts';
import { architectureOf } from '../../../src/model/architecture.ts';
import { openBundle, writeBundle } from '../../../src/model/bundle.ts';
import type { BundleFiles } from '../../../src/model/bundleContent.ts';
import { initialise } from '../../../src/model/initialise.ts';
import { buildNetwork } from '../../../src/model/network.ts';
import { readBundleFiles } from '../../../src/model/node/bundleFiles.ts';
import { textEncoderOf } from '../../../src/model/textEncoder.ts';
import { KerasTokenizer } from '../../../src/text/keras.ts';
import { buildVocabulary, countWords } from '../../../src/text/vocabulary.ts';
import { toyTask } from './toyBundle.ts';

const subjects = ['The battery', 'Our train', 'This film', 'My new phone', 'The weather'];
const verbs = ['is', 'was', 'seems', 'remains', 'has always been'];
const ends = ['wonderful', 'rather slow', 'a complete waste of money', 'fine, and nothing more than that'];
const tails = ['.', ', although nobody told me before I had bought the second one!'];

/** 200 of them, of 3 to 21 words. */
export const sentences = subjects.flatMap(subject =>
  verbs.flatMap(verb => ends.flatMap(end => tails.map(tail => `${subject} ${verb} ${end}${tail}`))),
);

const textbook = {
  'keras-single': [toyTask('praise', ['no', 'yes'])],
  'keras-multitask': [toyTask('praise', ['no', 'yes']), toyTask('verb', ['is', 'was', 'other'])],
};
export type Textbook = keyof typeof textbook;
export const textbookPresets = Object.keys(textbook) as Textbook[];

/** By name: the base model, and the textbook's two in their own sizes with fresh weights. Start a backend first. */
export async function kerasBundles(): Promise<Record<'base' | Textbook, BundleFiles>> {
  const fresh = async (preset: Textbook) => {
    const architecture = architectureOf(preset, {});
    const tasks = textbook[preset];
    const labels = tasks.map(task => task.labels.length);
    const vocabulary = buildVocabulary(countWords(sentences), { size: architecture.vocabularySize });
    const network = buildNetwork(architecture, vocabulary.size, labels);
    initialise(network, new Random(6));
    const { tokenizer: kind, maxLength } = architecture;
    const draft = {
      name: preset,
      version: '1',
      languages: ['en'],
      tokenizer: { kind, maxLength },
      architecture,
      tasks,
      provenance: { seed: 6, data: [], command: 'test' },
    };
    const files = await writeBundle(draft, vocabulary, network, '# Test\n');
    network.dispose();
    return files;
  };
  return {
    base: await readBundleFiles('models/base'),
    'keras-single': await fresh('keras-single'),
    'keras-multitask': await fresh('keras-multitask'),
  };
}

/** The sentences' ids as the textbook's tokenizer gives them. */
export function textbookIds(): Int32Array[] {
  const tokenizer = new KerasTokenizer({ numWords: 10_000 });
  tokenizer.fitOnTexts(sentences);
  return tokenizer.textsToSequences(sentences).map(ids => Int32Array.from(ids));
}

/** What a bundle reads of each sentence. */
export async function idsOf(name: string, files: BundleFiles): Promise<Int32Array[]> {
  if (name !== 'base') return textbookIds();
  const { manifest, vocabulary, network } = await openBundle(files, name);
  network.dispose();
  const encoder = textEncoderOf(manifest.tokenizer.kind, vocabulary);
  return sentences.map(text => Int32Array.from(encoder.encode(text, manifest.tokenizer.maxLength).ids));
}

export interface TrainingStep {
  /** An index into the bundle's tasks. */
  task: number;
  /** Of the sentences. */
  rows: number[];
  labels: number[];
}

/** 20 batches of 16, the tasks in turn. */
export function stepsOf(preset: Textbook): TrainingStep[] {
  const random = new Random(8);
  return Array.from({ length: 20 }, (_, n) => {
    const task = n % textbook[preset].length;
    const rows = Array.from({ length: 16 }, () => random.int(sentences.length));
    const praise = (text: string) => Number(/wonderful|fine/.test(text));
    const verb = (text: string) => (/ is /.test(text) ? 0 : / was /.test(text) ? 1 : 2);
    return { task, rows, labels: rows.map(row => (task === 0 ? praise : verb)(sentences[row])) };
  });
}

/** Writes what test/reference/keras_bundles.py reads. */
export async function writeCases(folder: string): Promise<void> {
  const ids: Record<string, number[][]> = {};
  for (const [name, files] of Object.entries(await kerasBundles())) {
    mkdirSync(join(folder, name), { recursive: true });
    for (const [file, bytes] of files) writeFileSync(join(folder, name, file), bytes);
    ids[name] = (await idsOf(name, files)).map(row => [...row]);
  }
  const steps = Object.fromEntries(textbookPresets.map(preset => [preset, stepsOf(preset)]));
  writeFileSync(join(folder, 'cases.json'), JSON.stringify({ ids, texts: sentences, steps }));
}
