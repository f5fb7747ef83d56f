import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import { Random } from '../../../src/base/random.ts';
import { architectureOf } from '../../../src/model/architecture.ts';
import { toFloat16 } from '../../../src/model/float16.ts';
import { initialise } from '../../../src/model/initialise.ts';
import { buildNetwork } from '../../../src/model/network.ts';
import { trainingOptions } from '../../../src/training/options.ts';
import { type EncodedSentences, sentenceData, sentenceLoss } from '../../../src/training/sentences.ts';
import { Trainer } from '../../../src/training/trainer.ts';
import expected from '../../fixtures/training/sentenceLoss.json' with { type: 'json' };
import { useBackend } from '../model/support.ts';

describe('sentence vectors', () => {
  before(() => useBackend('wasm'));

  for (const { vectors, targets, loss } of expected) {
    it(`the loss of ${vectors.length} sentences is NumPy's`, () => {
      const found = tf.tidy(() => sentenceLoss(tf.tensor2d(vectors), tf.tensor2d(targets)).dataSync()[0]);
      assert.ok(Math.abs(found - loss) < 1e-4, `${found}, expected ${loss}`);
    });
  }

  it('vectors that do not fit the texts are refused', () => {
    assert.throws(() => sentenceData(['a', 'b'], new Uint8Array(6), 'x.f16'), /as many float16 vectors/);
    assert.throws(() => sentenceData(['a'], new Uint8Array(0), 'x.f16'), /as many float16 vectors/);
  });

  it('are learnt from a teacher, and alone in the first epochs', () => {
    const random = new Random(7);
    const directions = [0, 1, 2].map(k => [0, 1, 2, 3].map(i => (i === k ? 1 : 0)));
    const kinds = Array.from({ length: 96 }, () => random.int(3));
    const train = kinds.map(kind => ({
      ids: Int32Array.of(2 + kind, 10 + random.int(15), 10 + random.int(15)),
    }));
    const vectors = toFloat16(Float32Array.from(kinds.flatMap(kind => directions[kind])));
    const sentences: EncodedSentences = { size: 4, vectors, train };
    const labelled = train.map(({ ids }, n) => ({ ids, label: kinds[n] > 0 ? 1 : 0 }));
    const task = { id: 'a', labels: ['0', '1'], train: labelled, validation: [], test: [] };

    const architecture = architectureOf('manylens', { embeddingSize: 8, units: 8, sentenceSize: 4 });
    const network = buildNetwork(architecture, 30, [2]);
    initialise(network, new Random(4));
    const head = () => [...network.getLayer('task_0').getWeights()[0].dataSync()];
    const untouched = head();
    const fields = {
      epochs: 20,
      batchSize: 16,
      sentenceBatchSize: 16,
      learningRate: 0.02,
      sentenceEpochs: 10,
    };
    const trainer = new Trainer(network, [task], trainingOptions(fields), 1, sentences);
    let loss = 0;
    for (let epoch = 0; epoch < 10; epoch++) {
      loss = 0;
      for (const step of trainer.epoch(epoch)) {
        assert.equal(step.task, undefined);
        loss += step.loss / step.total;
      }
    }
    assert.deepEqual(head(), untouched);
    const seen = new Set([...trainer.epoch(10)].map(step => step.task));
    assert.deepEqual(seen, new Set(['a', undefined]));
    assert.notDeepEqual(head(), untouched);
    trainer.dispose();
    network.dispose();
    // The neighbours' part alone has its floor at some 0.1 times the logarithm of how many of a kind there are.
    assert.ok(loss < 0.25, `loss ${loss}`);
  });
});
