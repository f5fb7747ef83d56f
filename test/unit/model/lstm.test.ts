import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import { Random } from '../../../src/base/random.ts';
import { lstmSequence } from '../../../src/model/lstm.ts';
import { backends, distance, useBackend } from './support.ts';

interface Case {
  title: string;
  batch: number;
  time: number;
  features: number;
  units: number;
  /** Real steps of each row; all when absent. */
  lengths?: number[];
  /** Padding stands before the text rather than behind it. */
  before?: boolean;
  /** Scale of the weights: large ones saturate the gates. */
  scale?: number;
}

const cases: Case[] = [
  // tfjs-layers itself has no gradient for a single step.
  { title: 'one row, two steps, one unit', batch: 1, time: 2, features: 1, units: 1 },
  { title: 'odd sizes', batch: 3, time: 5, features: 7, units: 6 },
  { title: 'a batch of full rows', batch: 8, time: 12, features: 16, units: 16 },
  { title: 'padding behind', batch: 4, time: 6, features: 3, units: 5, lengths: [6, 3, 1, 4] },
  { title: 'padding before', batch: 4, time: 6, features: 3, units: 5, lengths: [6, 3, 1, 4], before: true },
  { title: 'an empty row', batch: 2, time: 3, features: 2, units: 4, lengths: [0, 3] },
  { title: 'saturated gates', batch: 3, time: 4, features: 5, units: 4, scale: 20 },
];

/** tfjs-layers' LSTM with the same weights is the oracle: outputs of every step, and gradients by autodiff. */
function check({ batch, time, features, units, lengths, before, scale = 0.5 }: Case): void {
  tf.tidy(() => {
    const random = new Random(7);
    const normal = (shape: number[], factor = scale) =>
      tf.tensor(
        Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal() * factor),
        shape,
      );
    const x = normal([batch, time, features], 1) as tf.Tensor3D;
    const weights = [normal([features, 4 * units]), normal([units, 4 * units]), normal([4 * units])];
    const mask = lengths
      ? tf.tensor2d(
          lengths.map(n => Array.from({ length: time }, (_, t) => (before ? t >= time - n : t < n))),
          [batch, time],
          'bool',
        )
      : null;
    const oracle = layers.lstm({
      units,
      returnSequences: true,
      recurrentActivation: 'sigmoid',
      recurrentInitializer: 'zeros',
    });
    oracle.apply(x);
    oracle.setWeights(weights);
    const probe = normal([batch, time, units], 1);
    const theirs = (input: tf.Tensor) => oracle.apply(input, mask ? { mask } : undefined) as tf.Tensor3D;
    const ours = (input: tf.Tensor, ...w: tf.Tensor[]) =>
      lstmSequence(
        input as tf.Tensor3D,
        w[0] as tf.Tensor2D,
        w[1] as tf.Tensor2D,
        w[2] as tf.Tensor1D,
        mask,
        false,
      );
    assert.ok(distance(ours(x, ...weights), theirs(x)) < 1e-5, 'outputs');

    const variables = oracle.trainableWeights.map(weight => weight.read() as tf.Variable);
    const loss = (y: tf.Tensor) => tf.sum(tf.mul(y, probe)) as tf.Scalar;
    const expected = tf.variableGrads(() => loss(theirs(x)), variables).grads;
    const dx = tf.grad(input => loss(theirs(input)))(x);
    const found = tf.grads((...args: tf.Tensor[]) => loss(ours(args[0], ...args.slice(1))))([x, ...weights]);
    assert.ok(distance(found[0], dx) < 1e-4, 'gradient of the input');
    variables.forEach((variable, n) => {
      assert.ok(distance(found[n + 1], expected[variable.name]) < 1e-3, `gradient of weight ${n}`);
    });

    // Backwards is forwards over the reversed time.
    const reversed = lstmSequence(
      tf.reverse(x, 1),
      weights[0] as tf.Tensor2D,
      weights[1] as tf.Tensor2D,
      weights[2] as tf.Tensor1D,
      mask ? (tf.cast(tf.reverse(tf.cast(mask, 'int32'), 1), 'bool') as tf.Tensor2D) : null,
      true,
    );
    assert.ok(distance(tf.reverse(reversed, 1), ours(x, ...weights)) < 1e-6, 'backwards');
    oracle.dispose();
  });
}

for (const backend of backends) {
  describe(`lstmSequence on ${backend} equals tfjs-layers' LSTM, outputs and gradients`, () => {
    before(() => useBackend(backend));
    for (const example of cases) it(example.title, () => check(example));
    it('leaves no tensor', () => {
      const before = tf.memory().numTensors;
      check(cases[4]);
      assert.equal(tf.memory().numTensors, before);
    });
  });
}
