import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import { Random } from '../../../src/base/random.ts';
import { architectureOf, presets } from '../../../src/model/architecture.ts';
import { batchesByLength } from '../../../src/model/batches.ts';
import { initialise } from '../../../src/model/initialise.ts';
import { buildNetwork } from '../../../src/model/network.ts';
import { predictBatch } from '../../../src/model/predict.ts';
import { backends, distance, useBackend } from './support.ts';

const VOCABULARY = 50;
const small = { embeddingSize: 6, units: 5 };
const countsOf = (preset: string) => (preset === 'keras-single' ? [2] : [2, 3]);

function network(preset: string) {
  const made = buildNetwork(architectureOf(preset, small), VOCABULARY, countsOf(preset));
  initialise(made, new Random(5));
  return made;
}

const random = new Random(11);
const texts = [1, 9, 4, 2, 7, 30].map(length =>
  Int32Array.from({ length }, () => 1 + random.int(VOCABULARY - 1)),
);

/** A text's probabilities are the same alone and among others. */
function checkMasks(preset: string): void {
  const made = network(preset);
  const counts = countsOf(preset);
  const together = predictBatch(made, counts, texts, { rows: texts.map((_, row) => row), time: 30 });
  texts.forEach((ids, row) => {
    const alone = predictBatch(made, counts, [ids], { rows: [0], time: ids.length });
    counts.forEach((labels, k) => {
      assert.equal(alone[k][0].length, labels);
      assert.ok(distance(alone[k][0], together[k][row]) < 1e-6, `task ${k}, text ${row}`);
      assert.ok(Math.abs(alone[k][0].reduce((a, b) => a + b, 0) - 1) < 1e-6, 'sums to 1');
    });
  });
  made.dispose();
}

for (const backend of backends) {
  describe(`a text scores the same alone and in a padded batch on ${backend}`, () => {
    before(() => useBackend(backend));
    for (const preset of Object.keys(presets)) it(preset, () => checkMasks(preset));
  });
}

describe('presets', () => {
  before(() => useBackend('wasm'));

  const bad = [
    {
      title: 'an unknown preset',
      preset: 'transformer',
      fields: {},
      message: /one of manylens, keras-single/,
    },
    {
      title: 'an unknown field',
      preset: 'manylens',
      fields: { unit: 3 },
      message: /valid architecture fields/,
    },
    {
      title: 'a size that is none',
      preset: 'manylens',
      fields: { units: 0 },
      message: /valid architecture fields/,
    },
  ];
  for (const { title, preset, fields, message } of bad) {
    it(`refuse ${title}`, () => assert.throws(() => architectureOf(preset, fields), message));
  }

  it('keras-single takes one task', () => {
    assert.throws(
      () => buildNetwork(architectureOf('keras-single', small), VOCABULARY, [2, 2]),
      /one task for the preset keras-single, found 2 tasks/,
    );
  });

  it('keras-multitask has the shapes of the textbook', () => {
    const made = buildNetwork(architectureOf('keras-multitask', {}), 10_000, [2, 3]);
    const shapes = made.weights.map(weight => weight.shape);
    assert.deepEqual(shapes, [
      [10_000, 64],
      [64, 256],
      [64, 256],
      [256],
      [64, 64],
      [64],
      [64, 1],
      [1],
      [64, 3],
      [3],
    ]);
    made.dispose();
  });

  it('the same seed gives the same weights, another seed others', () => {
    const weights = (seed: number) => {
      const made = buildNetwork(architectureOf('manylens', small), VOCABULARY, [2]);
      initialise(made, new Random(seed));
      const values = made.getWeights().flatMap(weight => [...weight.dataSync()]);
      made.dispose();
      return values;
    };
    assert.deepEqual(weights(1), weights(1));
    assert.notDeepEqual(weights(1), weights(2));
  });

  it('recurrent kernels start orthogonal', () => {
    const made = network('manylens');
    const kernel = made.getLayer('encoder').getWeights()[1] as tf.Tensor2D;
    const product = tf.matMul(kernel, kernel, false, true);
    assert.ok(distance(product, tf.eye(5)) < 1e-6);
    made.dispose();
  });
});

describe('batches', () => {
  it('hold every text once, little padding, and no more than they may', () => {
    const lengths = Array.from({ length: 200 }, () => random.int(90));
    const batches = batchesByLength(lengths, 16, 400);
    assert.deepEqual(
      batches.flatMap(batch => batch.rows).sort((a, b) => a - b),
      lengths.map((_, n) => n),
    );
    for (const { rows, time } of batches) {
      assert.equal(time, Math.max(...rows.map(row => lengths[row])));
      assert.ok(rows.length <= 16 && (rows.length === 1 || rows.length * time <= 400));
    }
  });
});
