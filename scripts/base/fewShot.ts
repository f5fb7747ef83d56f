/** A new task from ten labels a class, on frozen sentence vectors; and sentences found by them across languages. */
import { createHash } from 'node:crypto';
import { Random } from '../../src/base/random.ts';
import { finish } from '../../src/training/evaluate.ts';
import { DenseFeatures } from '../../src/training/features.ts';
import { fitLogistic } from '../../src/training/logistic.ts';
import { argMax } from '../../src/training/metrics.ts';
import { splitKey } from '../data/clean.ts';
import type { RawRow } from '../data/formats.ts';
import { byHash } from '../data/prepare.ts';
import { type Model, segmentsOf } from './answers.ts';
import { type Figure, wilson } from './measures.ts';

const LABELS_A_CLASS = 10;
const DRAWS = [1, 2, 3];
const C = 20;
/** Of 65,536: where upstream has no split of its own, four fifths may be drawn from. */
const POOL = 52_429;
const PAIRS = 1000;

/** What is drawn from, and what is tested on. A text is in one of them, by its hash where upstream does not say. */
export function fewShotSplit(rows: readonly RawRow[]): { pool: RawRow[]; test: RawRow[] } {
  const isTest = ({ text, part }: RawRow) =>
    part === 'all'
      ? createHash('sha256').update(splitKey(text)).digest().readUInt16BE() >= POOL
      : part === 'test';
  return {
    pool: rows.filter(row => !isTest(row) && row.part !== 'val'),
    test: rows.filter(isTest),
  };
}

/** So many rows of each label, chosen by the seed. */
export function draw(pool: readonly RawRow[], seed: number, each = LABELS_A_CLASS): RawRow[] {
  const random = new Random(seed);
  const labels = [...Map.groupBy(pool, ({ label }) => label)].sort(([a], [b]) => (a < b ? -1 : 1));
  return labels.flatMap(([, rows]) => random.shuffle([...rows]).slice(0, each));
}

export interface FewShot extends Figure {
  /** Of the mean, over the draws. */
  standardError: number;
}

/** The mean accuracy of logistic regression over the draws. @param language BCP-47 */
export async function fewShot(model: Model, rows: readonly RawRow[], language: string): Promise<FewShot> {
  const { pool, test } = fewShotSplit(rows);
  const labels = [...new Set(rows.map(({ label }) => label))].sort();
  const testVectors = await vectorsOf(model, test, language);
  const accuracies: number[] = [];
  for (const seed of DRAWS) {
    const drawn = draw(pool, seed);
    const features = await vectorsOf(model, drawn, language);
    const truth = drawn.map(({ label }) => labels.indexOf(label));
    const head = finish(fitLogistic(features, truth, labels.length, { c: C }));
    const predicted = head.probabilities(testVectors).map(argMax);
    accuracies.push(predicted.filter((k, n) => labels[k] === test[n].label).length / test.length);
  }
  const value = mean(accuracies);
  const variance = accuracies.reduce((sum, a) => sum + (a - value) ** 2, 0) / (accuracies.length - 1);
  return {
    n: test.length,
    value,
    interval: wilson(value, test.length),
    standardError: Math.sqrt(variance / accuracies.length),
  };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

async function vectorsOf(model: Model, rows: readonly RawRow[], language: string): Promise<DenseFeatures> {
  return new DenseFeatures(
    await embedded(
      model,
      rows.map(({ text }) => text),
      language,
    ),
  );
}

/** A text without a token has a vector of no numbers; here it is nowhere. */
async function embedded(model: Model, texts: readonly string[], language: string): Promise<Float32Array[]> {
  const vectors = await model.embed(segmentsOf(texts, language));
  const size = Math.max(...vectors.map(({ length }) => length));
  return vectors.map(vector => (vector.length === 0 ? new Float32Array(size) : vector));
}

export interface Pair {
  en: string;
  zh: string;
}

/** No sentence twice, and so one translation each, the first by a hash. */
export function pairsToFind(held: readonly Pair[]): Pair[] {
  const seen = new Set<string>();
  const chosen = byHash(
    held.map(pair => ({ ...pair, text: pair.en })),
    splitKey,
  ).filter(({ en, zh }) => {
    const keys = [splitKey(en), splitKey(zh)];
    if (keys.some(key => seen.has(key))) return false;
    for (const key of keys) seen.add(key);
    return true;
  });
  return chosen.slice(0, PAIRS).map(({ en, zh }) => ({ en, zh }));
}

/** The share of the English sentences whose nearest Chinese one, by the vectors' cosine, is their translation. */
export async function neighbours(model: Model, pairs: readonly Pair[]): Promise<Figure> {
  const english = await embedded(
    model,
    pairs.map(({ en }) => en),
    'en',
  );
  const chinese = await embedded(
    model,
    pairs.map(({ zh }) => zh),
    'zh',
  );
  const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * b[i], 0);
  const found = english.filter((vector, n) => argMax(chinese.map(other => dot(vector, other))) === n).length;
  const value = found / pairs.length;
  return { n: pairs.length, value, interval: wilson(value, pairs.length) };
}
