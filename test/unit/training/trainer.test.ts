import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { Random } from '../../../src/base/random.ts';
import { architectureOf, presets } from '../../../src/model/architecture.ts';
import { initialise } from '../../../src/model/initialise.ts';
import { buildNetwork } from '../../../src/model/network.ts';
import { openModel } from '../../../src/model/node/openModel.ts';
import type { EncodedTask } from '../../../src/training/dataset.ts';
import { evaluateFiles } from '../../../src/training/node/evaluateFiles.ts';
import { type TrainOptions, trainFiles } from '../../../src/training/node/trainFiles.ts';
import { trainingOptions } from '../../../src/training/options.ts';
import { Trainer } from '../../../src/training/trainer.ts';
import { useBackend, wasmPath } from '../model/support.ts';

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

describe('train and evaluate', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'manylens-train-'));
    const rows = (count: number, seed: number) => {
      const random = new Random(seed);
      const pick = (words: string[]) => words[random.int(words.length)];
      return Array.from({ length: count }, () => {
        const good = random.next() < 0.5;
        const word = good ? pick(['lovely', 'great', 'fine']) : pick(['awful', 'poor', 'broken']);
        return `${good ? 1 : 0}\tthe ${pick(['room', 'food', 'view'])} was ${word} ${pick(['today', 'again', ''])}\n`;
      }).join('');
    };
    await writeFile(path.join(folder, 'train.tsv'), rows(200, 1));
    await writeFile(path.join(folder, 'test.tsv'), rows(60, 2));
    const source = {
      format: 'tsv',
      language: 'en',
      label: 0,
      text: 1,
      map: { 0: 'bad', 1: 'good' },
      train: ['train.tsv'],
      validation: 0.2,
      test: ['test.tsv'],
    };
    const experiment = {
      tasks: [{ id: 'MR', labels: ['bad', 'good'], sources: [source] }],
      architecture: { preset: 'manylens', initialise: 'random', embeddingSize: 16, units: 8 },
      training: { epochs: 6, learningRate: 0.01 },
    };
    await writeFile(path.join(folder, 'EXPERIMENT.json'), JSON.stringify(experiment));
    await writeFile(path.join(folder, 'sentences.jsonl'), '{"text":"good food"}\n');
    await writeFile(path.join(folder, 'sentences.f16'), new Uint8Array(4));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const optionsFor = (out: string): TrainOptions => ({
    experiment: path.join(folder, 'EXPERIMENT.json'),
    out: path.join(folder, out),
    seed: 3,
    backend: 'wasm',
    wasmPath,
    baseModel: path.join(folder, 'no-base'),
    defaultVectors: path.join(folder, 'no-vectors.txt'),
    command: 'manylens train',
  });
  const bytes = (out: string) => readFile(path.join(folder, out, 'weights.bin'));

  it('learn, write a bundle that scores as evaluate says, and leave no checkpoint', async () => {
    await trainFiles(optionsFor('whole'), () => {});
    const { report } = await evaluateFiles(
      { ...optionsFor('whole'), model: path.join(folder, 'whole'), split: 'test' },
      () => {},
    );
    assert.equal(report.tasks.MR.n, 60);
    assert.ok(report.average.accuracy > 0.95, `${report.average.accuracy}`);
    const model = await openModel(path.join(folder, 'whole'), { backend: 'wasm', wasmPath });
    assert.equal(model.manifest.tasks[0].metrics?.accuracy, report.tasks.MR.accuracy);
    assert.match(await readFile(path.join(folder, 'whole', 'MODEL_CARD.md'), 'utf8'), /\| MR \| 60 \|/);
    model.dispose();
    await assert.rejects(stat(path.join(folder, 'whole.checkpoint')));
  });

  it('an auxiliary task teaches, and is in no bundle; the others keep their heads', async () => {
    const experiment = JSON.parse(await readFile(path.join(folder, 'EXPERIMENT.json'), 'utf8'));
    const [task] = experiment.tasks;
    const file = path.join(folder, 'auxiliary.json');
    const tasks = [{ ...task, id: 'beside', labels: task.labels.toReversed(), auxiliary: true }, task];
    await writeFile(file, JSON.stringify({ ...experiment, tasks }));
    const options = { ...optionsFor('auxiliary'), experiment: file };
    await trainFiles(options, () => {});
    const model = path.join(folder, 'auxiliary');
    const { report } = await evaluateFiles({ ...options, model, split: 'test' }, () => {});
    assert.deepEqual(Object.keys(report.tasks), ['MR']);
    assert.ok(report.average.accuracy > 0.95, `${report.average.accuracy}`);
  });

  it('a run that was cut goes on from its checkpoint to the same bytes', async () => {
    let steps = 0;
    await assert.rejects(
      trainFiles(optionsFor('cut'), ({ stage }) => {
        if (stage.startsWith('epoch 3') && ++steps === 2) throw new Error('power cut');
      }),
      /power cut/,
    );
    await stat(path.join(folder, 'cut.checkpoint'));
    const stages: string[] = [];
    await trainFiles(optionsFor('cut'), ({ stage }) => stages.push(stage));
    assert.ok(!stages.includes('epoch 1 of 6'), 'starts over');
    assert.deepEqual(await bytes('cut'), await bytes('whole'));
  });

  it('a checkpoint of another run is not taken up', async () => {
    await writeFile(path.join(folder, 'other.checkpoint'), '{"state":{"signature":"another"}}\nxx');
    const stages: string[] = [];
    await trainFiles({ ...optionsFor('other'), epochs: 1 }, ({ stage }) => stages.push(stage));
    assert.ok(stages.includes('epoch 1 of 1'));
  });

  it('a folder whose parents are not there is made, a closing slash or not', async () => {
    await trainFiles({ ...optionsFor('deep/er/bundle/'), epochs: 1 }, () => {});
    assert.deepEqual(await readdir(path.join(folder, 'deep/er')), ['bundle']);
  });

  it('an embedding is as wide as the word vectors it starts from', async () => {
    const experiment = JSON.parse(await readFile(path.join(folder, 'EXPERIMENT.json'), 'utf8'));
    const { embeddingSize: _, ...fields } = experiment.architecture;
    const architecture = { ...fields, initialise: 'vectors', vectors: 'vectors.txt' };
    await writeFile(path.join(folder, 'vectors.txt'), '2 3\nroom 1 0 0\nfood 0 1 0.5\n');
    const file = path.join(folder, 'vectors.json');
    await writeFile(file, JSON.stringify({ ...experiment, architecture }));
    await trainFiles({ ...optionsFor('vectors'), experiment: file, epochs: 1 }, () => {});
    const manifest = JSON.parse(await readFile(path.join(folder, 'vectors', 'manifest.json'), 'utf8'));
    assert.equal(manifest.architecture.embeddingSize, 3);
  });

  const refused = [
    {
      title: 'word vectors that are not there',
      architecture: { preset: 'manylens', initialise: 'vectors' },
      message: /npm run vectors.*no file at/,
    },
    {
      title: 'a base model that is not there',
      architecture: { preset: 'manylens', initialise: 'base' },
      message: /a folder with a bundle/,
    },
    {
      title: 'an unknown training option',
      architecture: { preset: 'manylens' },
      training: { epoch: 3 },
      message: /known keys in training, found "epoch"/,
    },
    {
      title: 'to learn sentences alone to the end',
      architecture: { preset: 'manylens', initialise: 'random', units: 8, sentenceSize: 2 },
      training: { epochs: 2, sentenceEpochs: 2 },
      sentences: { texts: 'sentences.jsonl', vectors: 'sentences.f16' },
      message: /more epochs than the 2 that learn sentences alone/,
    },
  ];
  for (const { title, message, ...fields } of refused) {
    it(`refuse ${title}`, async () => {
      const experiment = JSON.parse(await readFile(path.join(folder, 'EXPERIMENT.json'), 'utf8'));
      const file = path.join(folder, 'refused.json');
      await writeFile(file, JSON.stringify({ ...experiment, training: {}, ...fields }));
      await assert.rejects(
        trainFiles({ ...optionsFor('refused'), experiment: file }, () => {}),
        message,
      );
    });
  }
});
