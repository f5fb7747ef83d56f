import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import { Random } from '../../../src/base/random.ts';
import { architectureOf } from '../../../src/model/architecture.ts';
import { toFloat16 } from '../../../src/model/float16.ts';
import { initialise } from '../../../src/model/initialise.ts';
import { buildNetwork } from '../../../src/model/network.ts';
import { trainingOptions } from '../../../src/training/options.ts';
import {
  answerLoss,
  type EncodedSentences,
  float16Rows,
  sentenceLoss,
} from '../../../src/training/sentences.ts';
import { Trainer } from '../../../src/training/trainer.ts';
import expected from '../../fixtures/training/sentenceLoss.json' with { type: 'json' };
import { useBackend } from '../model/support.ts';

describe('sentence vectors', () => {
  before(() => useBackend('wasm'));

  for (const { vectors, targets, loss } of expected.vectors) {
    it(`the loss of ${vectors.length} sentences is NumPy's`, () => {
      const found = tf.tidy(() => sentenceLoss(tf.tensor2d(vectors), tf.tensor2d(targets)).dataSync()[0]);
      assert.ok(Math.abs(found - loss) < 1e-4, `${found}, expected ${loss}`);
    });
  }

  for (const { probabilities, answers, loss } of expected.answers) {
    it(`the loss of ${answers.length} answers is NumPy's`, () => {
      const found = tf.tidy(() => answerLoss(tf.tensor2d(probabilities), tf.tensor2d(answers)).dataSync()[0]);
      assert.ok(Math.abs(found - loss) < 1e-4, `${found}, expected ${loss}`);
    });
  }

  it('what does not fit the texts is refused', () => {
    assert.throws(() => float16Rows(['a', 'b'], new Uint8Array(6), 'x.f16'), /as many float16 vectors/);
    assert.throws(() => float16Rows(['a'], new Uint8Array(0), 'x.f16'), /as many float16 vectors/);
    assert.throws(() => float16Rows(['a'], new Uint8Array(4), 'x.f16', 3), /rows of 3 float16 numbers/);
  });

  it('are learnt from a teacher, and alone in the first epochs', () => {
    const random = new Random(7);
    const directions = [0, 1, 2].map(k => [0, 1, 2, 3].map(i => (i === k ? 1 : 0)));
    const kinds = Array.from({ length: 96 }, () => random.int(3));
    const train = kinds.map(kind => ({
      ids: Int32Array.of(2 + kind, 10 + random.int(15), 10 + random.int(15)),
    }));
    const vectors = toFloat16(Float32Array.from(kinds.flatMap(kind => directions[kind])));
    const sentences: EncodedSentences = { size: 4, vectors, answers: [], train };
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

  it('answers of a tuned teacher teach the heads', () => {
    const random = new Random(7);
    const kinds = Array.from({ length: 96 }, () => random.int(2));
    const train = kinds.map(kind => ({ ids: Int32Array.of(2 + kind, 10 + random.int(15)) }));
    const vectors = toFloat16(Float32Array.from(kinds.flatMap(kind => [kind, 1 - kind])));
    // Every third text was not asked about.
    const probabilities = toFloat16(
      Float32Array.from(
        kinds.flatMap((kind, n) => (n % 3 === 0 ? [0, 0] : [0.9 - 0.8 * kind, 0.1 + 0.8 * kind])),
      ),
    );
    const sentences = { size: 2, vectors, answers: [{ task: 1, labels: 2, probabilities }], train };
    const tasks = ['a', 'b'].map(id => ({
      id,
      labels: ['0', '1'],
      train: [{ ids: Int32Array.of(5), label: 0 }],
      validation: [],
      test: [],
    }));
    const architecture = architectureOf('manylens', {
      embeddingSize: 8,
      units: 8,
      sentenceSize: 2,
      dropout: 0,
    });
    const network = buildNetwork(architecture, 30, [2, 2]);
    initialise(network, new Random(4));
    const fields = { epochs: 12, sentenceBatchSize: 16, learningRate: 0.02, sentenceEpochs: 11 };
    const trainer = new Trainer(network, tasks, trainingOptions(fields), 1, sentences);
    for (let epoch = 0; epoch < 11; epoch++) for (const _ of trainer.epoch(epoch));
    const [first, second] = tf.tidy(() => {
      const outputs = network.predict(tf.tensor2d([[2], [3]], [2, 1], 'int32')) as tf.Tensor[];
      return outputs.slice(0, 2).map(output => [...output.dataSync()]);
    });
    assert.ok(Math.abs(second[0] - 0.9) < 0.1 && Math.abs(second[2] - 0.1) < 0.1, `${second}`);
    assert.ok(Math.abs(first[0] - first[2]) < 0.4, `a task without answers learns nothing: ${first}`);
    trainer.dispose();
    network.dispose();
  });
});
