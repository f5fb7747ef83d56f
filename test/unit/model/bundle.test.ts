import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { Random } from '../../../src/base/random.ts';
import { architectureOf } from '../../../src/model/architecture.ts';
import { openBundle, writeBundle } from '../../../src/model/bundle.ts';
import type { BundleFiles } from '../../../src/model/bundleContent.ts';
import { toFloat16 } from '../../../src/model/float16.ts';
import { initialise } from '../../../src/model/initialise.ts';
import { buildNetwork } from '../../../src/model/network.ts';
import { predictBatch } from '../../../src/model/predict.ts';
import { buildVocabulary, countWords, Vocabulary } from '../../../src/text/vocabulary.ts';
import { distance, useBackend } from './support.ts';

const vocabulary = buildVocabulary(countWords(['good food', 'bad food', 'good day']), { size: 100 });
const architecture = architectureOf('manylens', { embeddingSize: 4, units: 3, sentenceSize: 5 });

async function makeBundle(): Promise<BundleFiles> {
  const network = buildNetwork(architecture, vocabulary.size, [2]);
  initialise(network, new Random(1));
  const task = {
    id: 'tone',
    title: 'Tone',
    description: '',
    kind: 'multiclass' as const,
    labels: ['formal', 'casual'],
    languages: ['en'],
    temperature: 1,
    threshold: 0,
  };
  const draft = {
    name: 'small',
    version: '1',
    languages: ['en'],
    tokenizer: { kind: architecture.tokenizer, maxLength: architecture.maxLength },
    architecture,
    tasks: [task],
    provenance: { seed: 1, data: [], command: 'test' },
  };
  const files = await writeBundle(draft, vocabulary, network, '# Card\n');
  network.dispose();
  return files;
}

const edited = (files: BundleFiles, name: string, edit: (text: string) => string): BundleFiles =>
  new Map(files).set(name, new TextEncoder().encode(edit(new TextDecoder().decode(files.get(name)))));

/** Numbers between -0.3 and 0.3, hardly two of them alike. */
const spread = (count: number) => Float32Array.from({ length: count }, (_, n) => 0.3 * Math.sin(n * n));

const weightsOf = (files: BundleFiles) =>
  JSON.parse(new TextDecoder().decode(files.get('model.json'))).weightsManifest[0].weights;

const without = (files: BundleFiles, name: string): BundleFiles => {
  const rest = new Map(files);
  rest.delete(name);
  return rest;
};

/** The value of a half, from its definition. */
const value = (half: number) => {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 31;
  const significand = half & 1023;
  return sign * (exponent === 0 ? significand * 2 ** -24 : (1 + significand / 1024) * 2 ** (exponent - 15));
};

describe('a bundle', () => {
  let files: BundleFiles;
  let manifest: string;
  before(async () => {
    await useBackend('wasm');
    files = await makeBundle();
    manifest = new TextDecoder().decode(files.get('manifest.json'));
  });

  it('opens with its tasks and vocabulary, and keeps weights and vocabulary when written again', async () => {
    const { manifest, vocabulary: read, network } = await openBundle(files, 'small');
    assert.deepEqual(
      network.outputs.map(output => output.shape.at(-1)),
      [2, 5],
    );
    assert.deepEqual(manifest.tasks[0].labels, ['formal', 'casual']);
    assert.deepEqual(read.tokens, vocabulary.tokens);
    const { formatVersion: _, files: __, ...draft } = manifest;
    const again = await writeBundle(draft, read, network, '# Card\n');
    for (const name of ['weights.bin', 'vocabulary.txt', 'MODEL_CARD.md']) {
      assert.deepEqual(again.get(name), files.get(name));
    }
    network.dispose();
  });

  it('loads with plain tf.loadLayersModel once the layers are registered', async () => {
    const { modelTopology, weightsManifest } = JSON.parse(new TextDecoder().decode(files.get('model.json')));
    const plain = await loadLayersModel(
      tf.io.fromMemory({
        modelTopology,
        weightSpecs: weightsManifest[0].weights,
        weightData: files.get('weights.bin')!.slice().buffer,
      }),
    );
    const { network } = await openBundle(files, 'small');
    const ids = [Int32Array.of(2, 3, 4)];
    const batch = { rows: [0], time: 3 };
    assert.equal(
      distance(predictBatch(plain, [2], ids, batch)[0][0], predictBatch(network, [2], ids, batch)[0][0]),
      0,
    );
    plain.dispose();
    network.dispose();
  });

  it('has a large weight in bytes, one a number, and the same again when written again', async () => {
    const words = Array.from({ length: 7_998 }, (_, n) => `w${n.toString(36)}`);
    const many = new Vocabulary(['<pad>', '<unk>', ...words]);
    const large = architectureOf('manylens', { embeddingSize: 126, units: 4, headUnits: 4 });
    const network = buildNetwork(large, many.size, [3, 7, 2]);
    const embedding = network.getLayer('embedding');
    tf.tidy(() => embedding.setWeights([tf.tensor2d(spread(many.size * 126), [many.size, 126])]));
    const task = (id: string, labels: string[]) => ({ ...JSON.parse(manifest).tasks[0], id, labels });
    const draft = {
      ...JSON.parse(manifest),
      architecture: large,
      tasks: [task('a', ['0', '1', '2']), task('b', [...'0123456']), task('c', ['0', '1'])],
    };
    const first = await writeBundle(draft, many, network, '# Card\n');
    const size = [...first.values()].reduce((sum, bytes) => sum + bytes.length, 0);
    assert.ok(size < 1.2e6, `${size} bytes`);

    const read = await openBundle(first, 'large');
    const [loaded] = read.network.getLayer('embedding').getWeights();
    const stored = read.weights.get('embedding/embeddings')!;
    assert.equal(distance(loaded, stored.floats()), 0);
    const row = new Float32Array(126);
    stored.read(7_000 * 126, row);
    const [exact] = embedding.getWeights();
    assert.ok(distance(row, (exact.dataSync() as Float32Array).subarray(7_000 * 126, 7_001 * 126)) < 0.0012);

    const again = await writeBundle(draft, many, read.network, '# Card\n');
    assert.deepEqual(again.get('weights.bin'), first.get('weights.bin'));
    assert.deepEqual(weightsOf(again), weightsOf(first));
    network.dispose();
    read.network.dispose();
  });

  it('keeps a large weight in float16 where it comes from a bundle that has it so', async () => {
    const network = buildNetwork(architectureOf('manylens', { embeddingSize: 50, units: 3 }), 20_000, [2]);
    const embedding = network.getLayer('embedding');
    const halves = toFloat16(spread(1_000_000));
    tf.tidy(() => embedding.setWeights([tf.tensor2d(Float32Array.from(halves, value), [20_000, 50])]));
    const written = await writeBundle(JSON.parse(manifest), vocabulary, network, '# Card\n');
    assert.equal(weightsOf(written)[0].quantization.dtype, 'float16');
    assert.deepEqual(new Uint16Array(written.get('weights.bin')!.slice(0, 2e6).buffer), halves);
    network.dispose();
  });

  const refused: { title: string; make: (files: BundleFiles) => BundleFiles; message: RegExp }[] = [
    {
      title: 'a label that the network does not know',
      make: f => edited(f, 'manifest.json', t => t.replace('"casual"', '"casual", "rude"')),
      message: /an output of 2 numbers for the 3 labels of tone/,
    },
    {
      title: 'a vector that the network does not have',
      make: f => edited(f, 'manifest.json', t => t.replace('"sentenceSize": 5', '"sentenceSize": 8')),
      message: /sentence vectors of 5 numbers, in the manifest of 8/,
    },
    {
      title: 'a vector that the manifest does not speak of',
      make: f => edited(f, 'manifest.json', t => t.replace('"sentenceSize": 5,', '')),
      message: /sentence vectors of 5 numbers, in the manifest of 0/,
    },
    {
      title: 'no manifest',
      make: f => without(f, 'manifest.json'),
      message: /a bundle with a manifest.json, found none/,
    },
    {
      title: 'a manifest that is no JSON',
      make: f => edited(f, 'manifest.json', t => t.slice(0, 50)),
      message: /JSON in manifest.json/,
    },
    {
      title: 'another format',
      make: f => edited(f, 'manifest.json', t => t.replace('"formatVersion": 1', '"formatVersion": 9')),
      message: /formatVersion 1 or 2, found 9/,
    },
    {
      title: 'a foreign manifest',
      make: f => edited(f, 'manifest.json', () => '{"name":"manifest of a web app"}'),
      message: /formatVersion 1 or 2, found none/,
    },
    {
      title: 'a task without labels',
      make: f => edited(f, 'manifest.json', t => t.replace('"formal",', '')),
      message: /valid tasks.0.labels/,
    },
    {
      title: 'truncated weights',
      make: f => new Map(f).set('weights.bin', f.get('weights.bin')!.slice(0, 100)),
      message: /weights.bin with SHA-256 [0-9a-f]{64}, found [0-9a-f]{64} \(100 bytes\)/,
    },
    {
      title: 'a changed vocabulary',
      make: f => edited(f, 'vocabulary.txt', t => t.replace('good', 'evil')),
      message: /vocabulary.txt with SHA-256/,
    },
    {
      title: 'a missing network',
      make: f => without(f, 'model.json'),
      message: /a file model.json, found none/,
    },
  ];
  for (const { title, make, message } of refused) {
    it(`is refused for ${title}, with what was expected and found, and leaves no tensor`, async () => {
      const before = tf.memory().numTensors;
      await assert.rejects(openBundle(make(files), 'small'), message);
      assert.equal(tf.memory().numTensors, before);
    });
  }
});

describe('float16', () => {
  it('keeps every half as it is', () => {
    const halves = Array.from({ length: 0x7c00 }, (_, n) => [n, n | 0x8000]).flat();
    assert.deepEqual([...toFloat16(Float32Array.from(halves, value))], halves);
  });

  it('rounds to the nearest half, and saturates', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, min: -70_000, max: 70_000 }), x => {
        const [half] = toFloat16(Float32Array.of(x));
        const error = Math.abs(value(half) - Math.max(-65504, Math.min(65504, x)));
        for (const other of [half - 1, half + 1]) {
          if ((other & 0x7fff) < 0x7c00 && other >= 0)
            assert.ok(error <= Math.abs(value(other) - x) || Math.abs(x) > 65504);
        }
      }),
    );
  });
});
