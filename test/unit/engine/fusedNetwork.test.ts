import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { FusedNetwork, whyNotFused } from '../../../src/engine/fusedNetwork.ts';
import { MAX_ROWS, MAX_TOKENS, type TokenSpan } from '../../../src/engine/network.ts';
import { Kernels } from '../../../src/kernels/kernels.ts';
import { type Architecture, presets } from '../../../src/model/architecture.ts';
import { batchesByLength } from '../../../src/model/batches.ts';
import { openBundle } from '../../../src/model/bundle.ts';
import { type BundleFiles, readBundle } from '../../../src/model/bundleContent.ts';
import { readBundleFiles } from '../../../src/model/node/bundleFiles.ts';
import { predictBatch } from '../../../src/model/predict.ts';
import { textEncoderOf } from '../../../src/model/textEncoder.ts';
import { segmentText } from '../../../src/text/segments.ts';
import { readKernels } from '../kernels/support.ts';
import { distance, useBackend } from '../model/support.ts';
import { toyBundle, toyTask } from '../model/toyBundle.ts';

const task = toyTask('tone', ['formal', 'informal']);
const tasks = [toyTask('sentiment', ['negative', 'neutral', 'positive']), task, toyTask('topic', ['a', 'b'])];

/** Sizes that are no multiple of a vector or a panel, and every part that a network may have or lack. */
const cases: Record<string, { preset: string; fields?: Partial<Architecture>; tasks?: typeof tasks }> = {
  manylens: { preset: 'manylens' },
  'manylens, odd sizes': { preset: 'manylens', fields: { units: 5, embeddingSize: 3, headUnits: 7 } },
  'manylens, one direction': { preset: 'manylens', fields: { encoder: 'lstm', units: 9 } },
  'manylens, no dense layer in the heads': { preset: 'manylens', fields: { headUnits: 0, units: 5 } },
  'keras-single': { preset: 'keras-single', tasks: [task] },
  'keras-multitask': { preset: 'keras-multitask' },
  'keras-multitask, both directions and heads of two layers': {
    preset: 'keras-multitask',
    fields: { encoder: 'bidirectional-lstm', headUnits: 6, units: 7 },
  },
};

interface Pair {
  network: FusedNetwork;
  /** TensorFlow.js's network on the same batches: the oracle. */
  expected: (ids: readonly number[][], tasks: readonly number[]) => Float32Array[][];
  words: number;
  counts: number[];
}

async function open(files: BundleFiles, build?: 'relaxed' | 'baseline'): Promise<Pair> {
  const content = await readBundle(files, 'toy');
  const bundle = await openBundle(files, 'toy');
  const counts = bundle.manifest.tasks.map(({ labels }) => labels.length);
  const network = new FusedNetwork(await Kernels.load(readKernels, build), content);
  const expected = (ids: readonly number[][], tasks: readonly number[]) => {
    const all = inBatches(ids, batch => predictBatch(bundle.network, counts, ids, batch));
    return tasks.map(k => all[k]);
  };
  return { network, expected, words: bundle.vocabulary.size, counts };
}

/** Predictions of all texts in their own order, whatever the batches. */
function inBatches(
  ids: readonly number[][],
  predict: (batch: { rows: number[]; time: number }) => Float32Array[][],
): Float32Array[][] {
  const found: Float32Array[][] = [];
  for (const batch of batchesByLength(
    ids.map(row => row.length),
    MAX_ROWS,
    MAX_TOKENS,
  )) {
    predict(batch).forEach((rows, k) => {
      found[k] ??= [];
      batch.rows.forEach((n, row) => {
        found[k][n] = rows[row];
      });
    });
  }
  return found;
}

const predictAll = ({ network }: Pair, ids: readonly number[][], tasks: readonly number[]) =>
  inBatches(ids, batch => network.predict(ids, batch, tasks));

/** Texts of ids, empty ones too; the first id that a text may have is 1. */
const texts = (words: number) =>
  fc.array(fc.array(fc.integer({ min: 1, max: words - 1 }), { maxLength: 40 }), {
    minLength: 1,
    maxLength: 90,
  });

function check(pair: Pair, ids: readonly number[][], tolerance = 1e-5): void {
  const tasks = pair.counts.map((_, k) => k);
  const expected = pair.expected(ids, tasks);
  predictAll(pair, ids, tasks).forEach((rows, k) => {
    rows.forEach((row, n) => {
      assert.ok(distance(row, expected[k][n]) < tolerance, `task ${k}, text ${n}`);
    });
  });
}

describe('The fused network', () => {
  before(() => useBackend('wasm'));

  for (const [title, { preset, fields, tasks: own = tasks }] of Object.entries(cases)) {
    it(`equals TensorFlow.js: ${title}`, async () => {
      const pair = await open(await toyBundle(own, preset, fields));
      check(pair, [[], [2], [3, 4, 5], [], [7, 7]]);
      fc.assert(
        fc.property(texts(pair.words), ids => check(pair, ids)),
        { numRuns: 8 },
      );
    });

    it(`reuses what it read before a removed word: ${title}`, async () => {
      const pair = await open(await toyBundle(own, preset, fields));
      const spans = (length: number) =>
        fc.array(fc.tuple(fc.nat(length), fc.nat(length)), { minLength: 1, maxLength: 70 });
      const example = texts(pair.words)
        .map(([ids]) => ids)
        .chain(ids =>
          fc.record({ ids: fc.constant(ids), pairs: spans(ids.length), task: fc.nat(own.length - 1) }),
        );
      fc.assert(
        fc.property(example, ({ ids, pairs, task }) => {
          const removed = pairs.map(([a, b]): TokenSpan => ({ start: Math.min(a, b), end: Math.max(a, b) }));
          const shortened = removed.map(({ start, end }) => [...ids.slice(0, start), ...ids.slice(end)]);
          const [expected] = predictAll(pair, shortened, [task]);
          pair.network.predictWithout(ids, removed, task).forEach((row, n) => {
            assert.ok(distance(row, expected[n]) < 1e-5, `without ${JSON.stringify(removed[n])}`);
          });
        }),
        { numRuns: 20 },
      );
    });
  }

  it('scores a text the same alone and in a batch', async () => {
    const pair = await open(await toyBundle(tasks));
    const ids = Array.from({ length: 70 }, (_, n) =>
      Array.from({ length: n % 30 }, (_, t) => 1 + ((n * t) % 12)),
    );
    const [together] = predictAll(pair, ids, [0]);
    ids.forEach((text, n) => {
      const [[alone]] = pair.network.predict([text], { rows: [0], time: text.length }, [0]);
      assert.ok(distance(alone, together[n]) < 1e-6, `text ${n}`);
    });
  });

  it('folds more words than its memory holds', async () => {
    // 2 x 4 x 64 floats a word: 16 MB hold 8,192 of the base model's 30,000.
    const pair = await open(await readBundleFiles('models/base'));
    const ids = Array.from({ length: 100 }, (_, n) => Array.from({ length: 100 }, (_, t) => 2 + n * 100 + t));
    check(pair, [...ids, ids[0]], 1e-4);
  });

  for (const build of ['relaxed', 'baseline'] as const) {
    it(`equals TensorFlow.js on the base model for every task (${build})`, async () => {
      const files = await readBundleFiles('models/base');
      const pair = await open(files, build);
      const { vocabulary } = await readBundle(files, 'models/base');
      const encoder = textEncoderOf('words', vocabulary);
      const ids: number[][] = [];
      for (const file of ['README.md', 'README.zh-CN.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md']) {
        const text = await readFile(file, 'utf8');
        for (const segment of segmentText(text, { languageId: 'markdown' }))
          ids.push(encoder.encode(segment.text, 200).ids);
      }
      assert.ok(ids.length > 200, `${ids.length} sentences`);
      check(pair, [...ids, ids.flat().slice(0, 200)], 1e-4);
    });
  }

  it('refuses the weights of another network, and says which', async () => {
    const content = await readBundle(await toyBundle(tasks), 'toy');
    for (const [field, message] of [
      [{ units: 8 }, /encoder\/forward_kernel of shape 16 x 32, found 16 x 64/],
      [{ encoder: 'lstm' }, /a weight encoder\/kernel, found none/],
    ] as const) {
      const architecture = { ...content.manifest.architecture, ...field };
      const other = { ...content, manifest: { ...content.manifest, architecture } };
      const kernels = await Kernels.load(readKernels);
      assert.throws(() => new FusedNetwork(kernels, other), message);
    }
  });

  it('says which presets it leaves to TensorFlow.js', () => {
    const left = Object.keys(presets).filter(name => whyNotFused(presets[name]) !== undefined);
    assert.deepEqual(left, ['keras-feed-forward', 'keras-convolutional', 'keras-recurrent']);
  });
});
