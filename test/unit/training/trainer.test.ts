import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import { Random } from '../../../src/base/random.ts';
import { architectureOf, presets } from '../../../src/model/architecture.ts';
import { initialise } from '../../../src/model/initialise.ts';
import { buildNetwork } from '../../../src/model/network.ts';
import type { EncodedTask } from '../../../src/training/dataset.ts';
import { trainingOptions } from '../../../src/training/options.ts';
import { Trainer } from '../../../src/training/trainer.ts';
import { useBackend } from '../model/support.ts';

/** A text is of the label whose word it has; the rest is noise. */
function toyTask(id: string, seed: number, labels = 2): EncodedTask {
  const random = new Random(seed);
  const examples = (count: number) =>
    Array.from({ length: count }, () => {
      const label = random.int(labels);
      const ids = Int32Array.from({ length: 3 + random.int(6) }, () => 10 + random.int(20));
      ids[random.int(ids.length)] = 2 + label;
      return { ids, label };
    });
  return {
    id,
    labels: Array.from({ length: labels }, (_, k) => `${k}`),
    train: examples(96),
    validation: [],
    test: [],
  };
}

const tasks = [toyTask('a', 1), toyTask('b', 2, 3)];
const options = trainingOptions({ epochs: 4, batchSize: 16, learningRate: 0.02 });

function toyNetwork(preset: string, fields = {}) {
  const network = buildNetwork(architectureOf(preset, { embeddingSize: 8, units: 8, ...fields }), 30, [2, 3]);
  initialise(network, new Random(4));
  return network;
}

const weightsOf = (network: { getWeights(): tf.Tensor[] }) =>
  network.getWeights().flatMap(weight => [...weight.dataSync()]);

describe('training', () => {
  before(() => useBackend('wasm'));

  for (const preset of Object.keys(presets).filter(name => name !== 'keras-single')) {
    it(`${preset} learns two toy tasks`, () => {
      const network = toyNetwork(preset);
      const trainer = new Trainer(
        network,
        tasks,
        trainingOptions({ epochs: 12, batchSize: 16, learningRate: 0.03 }),
        1,
      );
      let loss = 0;
      for (let epoch = 0; epoch < 12; epoch++) {
        loss = 0;
        for (const step of trainer.epoch(epoch)) loss += step.loss / step.total;
      }
      trainer.dispose();
      network.dispose();
      assert.ok(loss < 0.35, `loss ${loss}`);
    });
  }

  it('the same seed gives the same weights, bit by bit', () => {
    const run = (seed: number) => {
      const network = toyNetwork('manylens');
      const trainer = new Trainer(network, tasks, options, seed);
      for (const _ of trainer.epoch(0));
      trainer.dispose();
      const weights = weightsOf(network);
      network.dispose();
      return weights;
    };
    assert.deepEqual(run(1), run(1));
    assert.notDeepEqual(run(1), run(2));
  });

  it('goes on in the middle of an epoch as if it had not stopped', async () => {
    const whole = toyNetwork('manylens');
    const through = new Trainer(whole, tasks, options, 1);
    for (const _ of through.epoch(0));

    const cut = toyNetwork('manylens');
    const first = new Trainer(cut, tasks, options, 1);
    for (const { done } of first.epoch(0)) if (done === 5) break;
    first.flush();
    const state = await first.state();
    first.dispose();
    const second = new Trainer(cut, tasks, options, 1);
    await second.restore(state);
    for (const _ of second.epoch(0, 5));
    second.dispose();
    through.dispose();
    assert.deepEqual(weightsOf(cut), weightsOf(whole));
    tf.dispose(state);
    whole.dispose();
    cut.dispose();
  });

  it('leaves no tensor', () => {
    const before = tf.memory().numTensors;
    const network = toyNetwork('manylens');
    const trainer = new Trainer(network, tasks, options, 1);
    for (const _ of trainer.epoch(0));
    trainer.dispose();
    network.dispose();
    assert.equal(tf.memory().numTensors, before);
  });

  it('a single batch of the embedding moves only the rows that it reads', () => {
    const network = toyNetwork('manylens');
    const before = [...network.getLayer('embedding').getWeights()[0].dataSync()];
    const one = [
      { ...tasks[0], train: [{ ids: Int32Array.of(2, 12), label: 0 }] },
      { ...tasks[1], train: [] },
    ];
    const trainer = new Trainer(network, one, trainingOptions({ wordDropout: 0 }), 1);
    for (const _ of trainer.epoch(0));
    trainer.dispose();
    const after = network.getLayer('embedding').getWeights()[0].dataSync();
    const moved = new Set(before.flatMap((value, i) => (value === after[i] ? [] : [Math.floor(i / 8)])));
    assert.deepEqual([...moved], [2, 12]);
    network.dispose();
  });
});
