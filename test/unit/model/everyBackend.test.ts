/** A model means the same on every backend: what one wrote or trained, the others read and score alike. */
import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import { Random } from '../../../src/base/random.ts';
import { architectureOf, presets } from '../../../src/model/architecture.ts';
import { openBundle } from '../../../src/model/bundle.ts';
import type { BundleFiles } from '../../../src/model/bundleContent.ts';
import { initialise } from '../../../src/model/initialise.ts';
import { buildNetwork } from '../../../src/model/network.ts';
import { readBundleFiles } from '../../../src/model/node/bundleFiles.ts';
import { predictBatch } from '../../../src/model/predict.ts';
import type { EncodedTask } from '../../../src/training/dataset.ts';
import { trainingOptions } from '../../../src/training/options.ts';
import { Trainer } from '../../../src/training/trainer.ts';
import { backends, distance, useBackend } from './support.ts';
import { toyBundle, toyTask } from './toyBundle.ts';

const random = new Random(2);
const someIds = (count: number, most: number, vocabulary: number) =>
  Array.from({ length: count }, () =>
    Int32Array.from({ length: 1 + random.int(most) }, () => 1 + random.int(vocabulary - 1)),
  );

/** All tasks' probabilities for texts of `ids`, in a row. */
async function scores(files: BundleFiles, ids: Int32Array[]): Promise<number[]> {
  const { network, manifest } = await openBundle(files, 'a bundle');
  const counts = manifest.tasks.map(({ labels }) => labels.length);
  const time = Math.max(...ids.map(({ length }) => length));
  const found = predictBatch(network, counts, ids, { rows: ids.map((_, row) => row), time });
  network.dispose();
  return found.flat().flatMap(row => [...row]);
}

const taskOf = (labels: number): EncodedTask => ({
  id: `${labels}`,
  labels: Array.from({ length: labels }, (_, k) => `${k}`),
  train: someIds(64, 9, 30).map((ids, n) => ({ ids, label: n % labels })),
  validation: [],
  test: [],
});
const tasks = [taskOf(2), taskOf(3)];

/** @returns the losses of the first steps. */
function train(preset: string, steps: number): number[] {
  const taught = preset === 'keras-single' ? tasks.slice(0, 1) : tasks;
  const architecture = architectureOf(preset, { embeddingSize: 8, units: 8 });
  const network = buildNetwork(
    architecture,
    30,
    taught.map(({ labels }) => labels.length),
  );
  initialise(network, new Random(4));
  const options = trainingOptions({ epochs: 100, batchSize: 16, learningRate: 0.01 });
  const trainer = new Trainer(network, taught, options, 1);
  const losses: number[] = [];
  for (let epoch = 0; losses.length < steps; epoch++)
    for (const { loss } of trainer.epoch(epoch)) if (losses.push(loss) === steps) break;
  trainer.dispose();
  network.dispose();
  return losses;
}

describe('a model on every backend', () => {
  const ids = someIds(12, 20, 20);

  for (const preset of Object.keys(presets)) {
    it(`${preset} is written alike, and scores alike, whoever wrote it`, async () => {
      const labels = ['negative', 'positive'];
      const asked = [
        toyTask('a', labels),
        ...(preset === 'keras-single' ? [] : [toyTask('b', [...labels, '?'])]),
      ];
      let expected: number[] | undefined;
      let weights: Uint8Array | undefined;
      for (const writer of backends) {
        await useBackend(writer);
        const files = await toyBundle(asked, preset);
        weights ??= files.get('weights.bin')!;
        assert.deepEqual(files.get('weights.bin'), weights, `${writer} wrote other weights`);
        for (const reader of backends) {
          await useBackend(reader);
          const found = await scores(files, ids);
          expected ??= found;
          assert.ok(distance(found, expected) < 1e-5, `written on ${writer}, read on ${reader}`);
        }
      }
    });

    it(`${preset} trains alike`, async () => {
      let expected: number[] | undefined;
      for (const backend of backends) {
        await useBackend(backend);
        const losses = train(preset, 10);
        expected ??= losses;
        assert.ok(distance(losses, expected) < 1e-4, `${backend}: ${losses} for ${expected}`);
      }
    });
  }

  it('the base model scores alike', async () => {
    const files = await readBundleFiles('models/base');
    const texts = someIds(16, 40, 5000);
    let expected: number[] | undefined;
    for (const backend of backends) {
      await useBackend(backend);
      const found = await scores(files, texts);
      expected ??= found;
      assert.ok(distance(found, expected) < 1e-4, backend);
    }
  });
});

for (const backend of backends) {
  describe(`what ${backend} leaves behind`, () => {
    /** Of TensorFlow.js, and of the native library where that is what runs. */
    const count = () => {
      const { binding } = tf.backend() as { binding?: { getNumOfTensors(): number } };
      return [tf.memory().numTensors, binding?.getNumOfTensors()];
    };

    it('no tensor after 1,000 scorings', async () => {
      await useBackend(backend);
      const { network, manifest } = await openBundle(await toyBundle(), 'toy');
      const ids = someIds(2, 4, 20);
      const score = () =>
        predictBatch(network, [manifest.tasks[0].labels.length], ids, { rows: [0, 1], time: 4 });
      score();
      const before = count();
      for (let n = 0; n < 1000; n++) score();
      assert.deepEqual(count(), before);
      network.dispose();
    }).timeout(120_000);

    it('no tensor after 100 steps of training', async () => {
      await useBackend(backend);
      const before = count();
      train('manylens', 100);
      assert.deepEqual(count(), before);
    }).timeout(120_000);
  });
}
