import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import { Random } from '../../../src/base/random.ts';
import { countNgrams } from '../../../src/text/tfIdf.ts';
import { finish } from '../../../src/training/evaluate.ts';
import { stratifiedFolds } from '../../../src/training/folds.ts';
import { learningCurve } from '../../../src/training/learningCurve.ts';
import { learnLinear } from '../../../src/training/linearLearner.ts';
import { argMax } from '../../../src/training/metrics.ts';
import { useBackend } from '../model/support.ts';

const SIZE = 24;

/** Texts whose vectors lie `apart` from those of other labels, and otherwise by chance; and what a head learns of them. */
function learnt(count: number, labels: number, apart: number) {
  const random = new Random(3);
  const truth = Array.from({ length: count }, (_, n) => n % labels);
  const vectors = truth.map(label => {
    const row = Array.from({ length: SIZE }, (_, i) => random.normal() + (i === label ? apart : 0));
    const length = Math.hypot(...row);
    return Float32Array.from(row, value => value / length);
  });
  const ngrams = truth.map((_, n) => countNgrams(`only here${n}`, 10));
  const folds = stratifiedFolds(truth, random, 'learn');
  const examples = { ngrams, vectors, truth, labels, names: 0 };
  const { rows, settings, heldOut } = finish(learnLinear(examples, folds, 1, 10));
  const tensors = tf.memory().numTensors;
  const curve = finish(learningCurve({ examples, rows, folds, settings, heldOut }));
  assert.equal(tf.memory().numTensors, tensors, 'every tensor is disposed');
  return { truth, folds, heldOut, curve };
}

describe('The learning curve', () => {
  before(() => useBackend('wasm'));

  it('rises where labels help', () => {
    const { curve } = learnt(240, 12, 3);
    const accuracies = curve!.points.map(({ accuracy }) => accuracy);
    assert.deepEqual(
      accuracies,
      [...accuracies].sort((a, b) => a - b),
    );
    assert.ok(curve!.rising && curve!.gain > 0.03 && curve!.pValue < 0.05, JSON.stringify(curve));
    assert.deepEqual(
      curve!.points.map(({ examples }) => examples),
      [48, 96, 192],
    );
  });

  it('is flat, and at chance, where there is nothing to learn: no text is learnt from that is asked', () => {
    const { curve } = learnt(200, 4, 0);
    assert.equal(curve!.rising, false);
    for (const { accuracy } of curve!.points) assert.ok(accuracy < 0.4, `${accuracy}`);
  });

  it('is flat where a fourth is enough', () => {
    const { curve } = learnt(200, 2, 9);
    assert.equal(curve!.rising, false);
    for (const { accuracy } of curve!.points) assert.ok(accuracy > 0.97, `${accuracy}`);
  });

  it('ends at what held-out texts were predicted with all labels', () => {
    const { curve, truth, heldOut } = learnt(240, 12, 2);
    const right = truth.filter((label, row) => argMax(heldOut[row]!) === label).length;
    const { accuracy, interval } = curve!.points.at(-1)!;
    assert.equal(accuracy, right / truth.length);
    assert.ok(interval[0] < accuracy && accuracy < interval[1]);
  });

  it('of many texts holds some folds out', () => {
    const { curve, truth, heldOut, folds } = learnt(800, 4, 2);
    const tested = [...truth.keys()].filter(row => folds[row] < 2);
    const right = tested.filter(row => argMax(heldOut[row]!) === truth[row]).length;
    assert.equal(curve!.points.at(-1)!.accuracy, right / tested.length);
  });

  it('is not drawn of so few labels that it were noise', () => {
    assert.equal(learnt(18, 2, 3).curve, null);
  });
});
