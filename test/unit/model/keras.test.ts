/** The real Keras agrees: probabilities of the base model and of the textbook's two, and their losses in training. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { openBundle } from '../../../src/model/bundle.ts';
import type { BundleFiles } from '../../../src/model/bundleContent.ts';
import { networkOfTasks } from '../../../src/model/network.ts';
import { predictBatch } from '../../../src/model/predict.ts';
import { padSequences } from '../../../src/text/padding.ts';
import { crossEntropy } from '../../../src/training/trainer.ts';
import fixture from '../../fixtures/model/keras.json' with { type: 'json' };
import {
  idsOf,
  kerasBundles,
  sentences,
  stepsOf,
  type Textbook,
  textbookIds,
  textbookPresets,
  writeCases,
} from './kerasCases.ts';
import { backends, distance, useBackend } from './support.ts';

interface KerasFindings {
  /** By bundle and task, one row a sentence. */
  probabilities: Record<string, Record<string, number[][]>>;
  /** By bundle, one a step. */
  losses: Record<string, number[]>;
}

/** All sentences in one padded batch, against Keras's, which were not padded. */
async function checkProbabilities(name: string, files: BundleFiles, { probabilities }: KerasFindings) {
  const { network, manifest } = await openBundle(files, name);
  const ids = await idsOf(name, files);
  const counts = manifest.tasks.map(({ labels }) => labels.length);
  const time = Math.max(...ids.map(({ length }) => length));
  const found = predictBatch(network, counts, ids, { rows: ids.map((_, row) => row), time });
  manifest.tasks.forEach(({ id }, k) => {
    const expected = probabilities[name][id];
    assert.equal(expected.length, sentences.length);
    for (const [n, row] of expected.entries())
      assert.ok(distance(found[k][n], row) < 1e-4, `${id}: ${sentences[n]}`);
  });
  network.dispose();
}

/** The textbook's numbers, and gradient descent: its steps hide nothing, as the scaling of Adam's do. */
async function lossesOf(name: Textbook, files: BundleFiles): Promise<number[]> {
  const { network } = await openBundle(files, name);
  const padded = padSequences(textbookIds().map(ids => [...ids]));
  const optimizer = tf.train.sgd(0.5);
  const losses = stepsOf(name).map(({ task, rows, labels }) => {
    const one = networkOfTasks(network, [task]);
    const variables = one.trainableWeights.map(weight => weight.read() as tf.Variable);
    return tf.tidy(() => {
      const input = tf.tensor2d(
        rows.map(row => padded[row]),
        undefined,
        'int32',
      );
      const loss = () => crossEntropy(one.apply(input, { training: true }) as tf.Tensor2D, labels);
      const { value, grads } = tf.variableGrads(loss, variables);
      optimizer.applyGradients(grads);
      return value.dataSync()[0];
    });
  });
  optimizer.dispose();
  network.dispose();
  return losses;
}

describe('the real Keras', () => {
  let bundles: Awaited<ReturnType<typeof kerasBundles>>;
  before(async () => {
    await useBackend('cpu');
    bundles = await kerasBundles();
  });

  async function check(name: string, findings: KerasFindings): Promise<void> {
    await checkProbabilities(name, bundles[name as Textbook], findings);
    if (!Object.hasOwn(findings.losses, name)) return;
    const losses = await lossesOf(name as Textbook, bundles[name as Textbook]);
    const expected = findings.losses[name];
    assert.ok(distance(losses, expected) < 1e-3, `${losses} for ${expected}`);
  }

  for (const backend of backends) {
    for (const name of ['base', ...textbookPresets]) {
      it(`scores and trains like ${name} on ${backend}`, async () => {
        await useBackend(backend);
        await check(name, fixture);
      });
    }
  }

  // MANYLENS_PYTHON names a Python that has Keras and TensorFlow.
  const python = process.env.MANYLENS_PYTHON ?? 'python3';
  const imports = spawnSync(python, ['-c', 'import keras, tensorflow'], { stdio: 'ignore' });
  if (imports.status !== 0)
    console.warn(`NOT RUN: Keras itself, beside its fixture (${python} cannot import keras and tensorflow).`);
  else
    it('scores and trains alike, run now', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'manylens-keras-'));
      try {
        await useBackend('cpu');
        await writeCases(folder);
        const options = { encoding: 'utf8' as const, maxBuffer: 1e8 };
        const printed = execFileSync(python, ['test/reference/keras_bundles.py', folder], options);
        const findings: KerasFindings = JSON.parse(printed.trim().split('\n').at(-1)!);
        for (const name of ['base', ...textbookPresets]) await check(name, findings);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }).timeout(300_000);
});
