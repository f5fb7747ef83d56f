import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { FusedNetwork, whyNotFused } from '../../../src/engine/fusedNetwork.ts';
import {
  MAX_ROWS,
  MAX_TOKENS,
  type Network,
  type Output,
  rowOf,
  type TokenSpan,
} from '../../../src/engine/network.ts';
import { TensorFlowNetwork } from '../../../src/engine/tensorflowNetwork.ts';
import { Kernels } from '../../../src/kernels/kernels.ts';
import { type Architecture, presets } from '../../../src/model/architecture.ts';
import { type Batch, batchesByLength } from '../../../src/model/batches.ts';
import { openBundle } from '../../../src/model/bundle.ts';
import { type BundleFiles, readBundle } from '../../../src/model/bundleContent.ts';
import { LoadedModel } from '../../../src/model/loadedModel.ts';
import { readBundleFiles } from '../../../src/model/node/bundleFiles.ts';
import { textEncoderOf } from '../../../src/model/textEncoder.ts';
import { PRECISIONS, type Precision } from '../../../src/protocol/scores.ts';
import { segmentText } from '../../../src/text/segments.ts';
import { guarded } from '../kernels/guarded.ts';
import { readKernels } from '../kernels/support.ts';
import { distance, useBackend } from '../model/support.ts';
import { toyBundle, toyTask } from '../model/toyBundle.ts';

const task = toyTask('tone', ['formal', 'informal']);
const tasks = [toyTask('sentiment', ['negative', 'neutral', 'positive']), task, toyTask('topic', ['a', 'b'])];

/** Sizes that are no multiple of a vector or a panel, and every part that a network may have or lack. */
const cases: Record<string, { preset: string; fields?: Partial<Architecture>; tasks?: typeof tasks }> = {
  manylens: { preset: 'manylens' },
  'manylens with sentence vectors': { preset: 'manylens', fields: { sentenceSize: 64 } },
  'manylens, odd sizes': {
    preset: 'manylens',
    fields: { units: 5, embeddingSize: 3, headUnits: 7, sentenceSize: 11 },
  },
  'manylens, one direction': { preset: 'manylens', fields: { encoder: 'lstm', units: 9 } },
  'manylens, no dense layer in the heads': { preset: 'manylens', fields: { headUnits: 0, units: 5 } },
  'keras-single': { preset: 'keras-single', fields: { sentenceSize: 5 }, tasks: [task] },
  'keras-multitask': { preset: 'keras-multitask', fields: { sentenceSize: 3 } },
  'keras-multitask, both directions and heads of two layers': {
    preset: 'keras-multitask',
    fields: { encoder: 'bidirectional-lstm', headUnits: 6, units: 7, sentenceSize: 9 },
  },
};

/** How far 8 bits may move a probability, or a number of a vector. */
const NEAR = 0.05;

interface Pair {
  network: FusedNetwork;
  /** TensorFlow.js's network on the same batches. */
  oracle: Network;
  words: number;
  /** Positions of all. */
  tasks: number[];
  sentenceSize: number;
}

async function open(
  files: BundleFiles,
  build?: 'relaxed' | 'baseline',
  precision?: Precision,
): Promise<Pair> {
  const content = await readBundle(files, 'toy');
  const backend = { name: 'wasm' as const, reason: 'a test' };
  const { manifest, vocabulary } = content;
  return {
    network: new FusedNetwork(await Kernels.load(readKernels, build), content, precision),
    oracle: new TensorFlowNetwork(new LoadedModel(await openBundle(files, 'toy'), backend, 'toy')),
    words: vocabulary.size,
    tasks: manifest.tasks.map((_, k) => k),
    sentenceSize: manifest.architecture.sentenceSize,
  };
}

/** What is said of all texts in their own order, whatever the batches. */
function inBatches(ids: readonly number[][], read: (batch: Batch) => Float32Array[]): Float32Array[][] {
  const found: Float32Array[][] = [];
  for (const batch of batchesByLength(
    ids.map(row => row.length),
    MAX_ROWS,
    MAX_TOKENS,
  )) {
    read(batch).forEach((numbers, k) => {
      found[k] ??= [];
      batch.rows.forEach((n, row) => {
        found[k][n] = rowOf(numbers, row, batch.rows.length);
      });
    });
  }
  return found;
}

const predictAll = (network: Network, ids: readonly number[][], outputs: readonly Output[]) =>
  inBatches(ids, batch => network.predict(ids, batch, outputs));

const embedAll = (network: Network, ids: readonly number[][]) =>
  inBatches(ids, batch => network.predict(ids, batch, ['sentence']))[0];

/** Texts of ids, empty ones too; the first id that a text may have is 1. */
const texts = (words: number) =>
  fc.array(fc.array(fc.integer({ min: 1, max: words - 1 }), { maxLength: 40 }), {
    minLength: 1,
    maxLength: 90,
  });

function check(
  { network, oracle, tasks, sentenceSize }: Pair,
  ids: readonly number[][],
  tolerance = 1e-5,
): void {
  const expected = predictAll(oracle, ids, tasks);
  predictAll(network, ids, tasks).forEach((rows, k) => {
    rows.forEach((row, n) => {
      assert.ok(distance(row, expected[k][n]) < tolerance, `task ${k}, text ${n}`);
    });
  });
  if (sentenceSize === 0) return;
  const vectors = embedAll(oracle, ids);
  embedAll(network, ids).forEach((vector, n) => {
    assert.equal(vector.length, sentenceSize);
    assert.ok(distance(vector, vectors[n]) < tolerance, `vector ${n}`);
  });
}

describe('The fused network', () => {
  before(() => useBackend('wasm'));

  for (const [title, { preset, fields, tasks: own = tasks }] of Object.entries(cases)) {
    it(`comes near TensorFlow.js in 8 bits: ${title}`, async () => {
      const pair = await open(await toyBundle(own, preset, fields), undefined, 'int8');
      check(pair, [[], [2], [3, 4, 5], [], [7, 7]], NEAR);
      fc.assert(
        fc.property(texts(pair.words), ids => check(pair, ids, NEAR)),
        { numRuns: 8 },
      );
    });

    it(`equals TensorFlow.js: ${title}`, async () => {
      const pair = await open(await toyBundle(own, preset, fields));
      check(pair, [[], [2], [3, 4, 5], [], [7, 7]]);
      fc.assert(
        fc.property(texts(pair.words), ids => check(pair, ids)),
        { numRuns: 8 },
      );
    });

    for (const precision of PRECISIONS)
      it(`reuses what it read before a removed word, ${precision}: ${title}`, async () => {
        const pair = await open(await toyBundle(own, preset, fields), undefined, precision);
        const spans = (length: number) =>
          fc.array(fc.tuple(fc.nat(length), fc.nat(length)), { minLength: 1, maxLength: 70 });
        const example = texts(pair.words)
          .map(([ids]) => ids)
          .chain(ids =>
            fc.record({ ids: fc.constant(ids), pairs: spans(ids.length), task: fc.nat(own.length - 1) }),
          );
        fc.assert(
          fc.property(example, ({ ids, pairs, task }) => {
            const removed = pairs.map(
              ([a, b]): TokenSpan => ({ start: Math.min(a, b), end: Math.max(a, b) }),
            );
            const shortened = removed.map(({ start, end }) => [...ids.slice(0, start), ...ids.slice(end)]);
            const outputs: Output[] = pair.sentenceSize > 0 ? [task, 'sentence'] : [task];
            const expected = predictAll(pair.network, shortened, outputs);
            pair.network.predictWithout(ids, removed, outputs).forEach((numbers, o) => {
              removed.forEach((_, n) => {
                const without = `${outputs[o]} without ${JSON.stringify(removed[n])}`;
                assert.ok(distance(rowOf(numbers, n, removed.length), expected[o][n]) < 1e-5, without);
              });
            });
          }),
          { numRuns: 20 },
        );
      });
  }

  for (const build of ['relaxed', 'baseline'] as const) {
    for (const precision of PRECISIONS)
      it(`stays within its arrays, whatever the network (${build}, ${precision})`, async () => {
        for (const { preset, fields, tasks: own = tasks } of Object.values(cases)) {
          const content = await readBundle(await toyBundle(own, preset, fields), 'toy');
          const kernels = await Kernels.load(readKernels, build);
          const intact = guarded(kernels.heap);
          const network = new FusedNetwork(kernels, content, precision);
          const outputs: Output[] = own.map((_, k) => k);
          if (content.manifest.architecture.sentenceSize > 0) outputs.push('sentence');
          fc.assert(
            fc.property(texts(content.vocabulary.size), ids => {
              const found = predictAll(network, ids, outputs).flat();
              assert.ok(
                found.every(row => row.every(Number.isFinite)),
                'a number that is not finite',
              );
              intact();
            }),
            { numRuns: 5 },
          );
        }
      });
  }

  it('answers one task as it answers it among all', async () => {
    const { network, words } = await open(await toyBundle(tasks));
    fc.assert(
      fc.property(texts(words), ids => {
        const all = predictAll(network, ids, [0, 1, 2]);
        for (const k of [0, 1, 2]) assert.deepEqual(predictAll(network, ids, [k])[0], all[k]);
        assert.deepEqual(predictAll(network, ids, [0, 2]), [all[0], all[2]]);
      }),
      { numRuns: 10 },
    );
  });

  it('reads a text the same alone and in a batch, to a vector of length 1', async () => {
    const { network } = await open(await toyBundle(tasks, 'manylens', { sentenceSize: 10 }));
    const ids = Array.from({ length: 70 }, (_, n) =>
      Array.from({ length: n % 30 }, (_, t) => 1 + ((n * t) % 12)),
    );
    const [together] = predictAll(network, ids, [0]);
    const vectors = embedAll(network, ids);
    ids.forEach((text, n) => {
      const batch = { rows: [0], time: text.length };
      const [alone] = network.predict([text], batch, [0]);
      assert.deepEqual(alone, together[n], `text ${n}`);
      const [vector] = network.predict([text], batch, ['sentence']);
      assert.deepEqual(vector, vectors[n], `vector ${n}`);
      // This network's bias is zero: of no tokens it has nothing to say.
      const length = Math.hypot(...vector);
      assert.ok(Math.abs(length - (text.length > 0 ? 1 : 0)) < 1e-6, `length ${length} of vector ${n}`);
    });
  });

  for (const build of ['relaxed', 'baseline'] as const) {
    it(`has TensorFlow.js's vectors, of texts of no tokens too (${build})`, async () => {
      const files = await toyBundle(tasks, 'manylens', { sentenceSize: 20 }, 0.1);
      const pair = await open(files, build);
      check(pair, [[], [2], [3, 4, 5], Array.from({ length: 150 }, (_, n) => 1 + (n % 12))]);
      const [vector] = pair.network.predict([[]], { rows: [0], time: 0 }, ['sentence']);
      assert.ok(Math.abs(Math.hypot(...vector) - 1) < 1e-6);
    });
  }

  it('says that a network without vectors has none, as TensorFlow.js does', async () => {
    const { network, oracle } = await open(await toyBundle(tasks));
    for (const one of [network, oracle]) {
      const embed = () => one.predict([[2]], { rows: [0], time: 1 }, ['sentence']);
      assert.throws(embed, {
        code: 'no-sentence-vector',
        message: /^The model toy has no sentence vectors\./,
      });
    }
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

  it('reads in 8 bits the same alone and in a batch, in both builds', async () => {
    const files = await toyBundle(tasks, 'manylens', { sentenceSize: 10, units: 20 });
    const ids = Array.from({ length: 70 }, (_, n) =>
      Array.from({ length: n % 30 }, (_, t) => 1 + ((n * t) % 12)),
    );
    for (const build of ['relaxed', 'baseline'] as const) {
      const { network } = await open(files, build, 'int8');
      const [together] = predictAll(network, ids, [0]);
      ids.forEach((text, n) => {
        const [alone] = network.predict([text], { rows: [0], time: text.length }, [0]);
        assert.deepEqual(alone, together[n], `text ${n}, ${build}`);
      });
    }
  });

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
