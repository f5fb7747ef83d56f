/** The real Keras agrees: probabilities of the base model and of the textbook's two, and their losses in training. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBundle } from '../../../src/model/bundle.ts';
import type { BundleFiles } from '../../../src/model/bundleContent.ts';
import { predictBatch } from '../../../src/model/predict.ts';
import fixture from '../../fixtures/model/keras.json' with { type: 'json' };
import { idsOf, kerasBundles, sentences, type Textbook, textbookPresets, writeCases } from './kerasCases.ts';
import { type Kind, lossesOf, optimizers } from './kerasTraining.ts';
import { backends, distance, useBackend } from './support.ts';

interface KerasFindings {
  /** By bundle and task, one row a sentence. */
  probabilities: Record<string, Record<string, number[][]>>;
  /** By bundle and optimizer, one a step. */
  losses: Record<string, Record<Kind, number[]>>;
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

describe('the real Keras', () => {
  let bundles: Awaited<ReturnType<typeof kerasBundles>>;
  before(async () => {
    await useBackend('cpu');
    bundles = await kerasBundles();
  });

  /** @param kinds all optimizers, unless the backend is too slow for more than one */
  async function check(name: string, findings: KerasFindings, kinds = optimizers): Promise<void> {
    await checkProbabilities(name, bundles[name as Textbook], findings);
    if (!Object.hasOwn(findings.losses, name)) return;
    for (const kind of kinds) {
      const losses = await lossesOf(name as Textbook, bundles[name as Textbook], kind);
      const expected = findings.losses[name][kind];
      assert.ok(distance(losses, expected) < 1e-5, `${kind}: ${losses} for ${expected}`);
    }
  }

  for (const backend of backends) {
    for (const name of ['base', ...textbookPresets]) {
      it(`scores and trains like ${name} on ${backend}`, async () => {
        await useBackend(backend);
        await check(name, fixture, backend === 'cpu' ? ['sgd'] : optimizers);
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
        await useBackend('wasm');
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
