import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Random } from '../../../src/base/random.ts';
import { bothPrecisions } from '../../../src/engine/node/bothPrecisions.ts';
import { readBundle } from '../../../src/model/bundleContent.ts';
import { toFloat16 } from '../../../src/model/float16.ts';
import { readBundleFiles } from '../../../src/model/node/bundleFiles.ts';
import { openModel } from '../../../src/model/node/openModel.ts';
import { evaluateFiles } from '../../../src/training/node/evaluateFiles.ts';
import { type TrainOptions, trainFiles } from '../../../src/training/node/trainFiles.ts';
import { wasmPath } from '../model/support.ts';

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
    await writeFile(path.join(folder, 'answers.f16'), toFloat16(Float32Array.of(0.1, 0.9)));
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

  it('publish the figures of the precision that ships', async () => {
    await trainFiles({ ...optionsFor('rounded'), openBoth: bothPrecisions(wasmPath) }, () => {});
    const { manifest } = await readBundle(await readBundleFiles(path.join(folder, 'rounded')), 'rounded');
    assert.equal(manifest.precision, 'int8');
    const card = await readFile(path.join(folder, 'rounded', 'MODEL_CARD.md'), 'utf8');
    assert.match(card, /\n## Precision\n\n.* of 8 bits\..*\n\nOn the validation texts, floats \/ 8 bits:\n/);
    assert.match(card, /\n\| MR \| 40 \| 100 % \|/);
    assert.ok((manifest.tasks[0].metrics?.accuracy ?? 0) > 0.95);
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

  it('sentences teach their vectors and answers', async () => {
    const experiment = JSON.parse(await readFile(path.join(folder, 'EXPERIMENT.json'), 'utf8'));
    const answers = { MR: 'answers.f16' };
    const sentences = { texts: 'sentences.jsonl', vectors: 'sentences.f16', answers };
    const architecture = { ...experiment.architecture, sentenceSize: 2 };
    const file = path.join(folder, 'sentences.json');
    await writeFile(file, JSON.stringify({ ...experiment, sentences, architecture }));
    const stages = new Map<string, number>();
    await trainFiles({ ...optionsFor('sentences'), experiment: file, epochs: 1 }, ({ stage, total }) =>
      stages.set(stage, total),
    );
    assert.equal(stages.get('epoch 1 of 1'), 6, 'five steps of the task and one of sentences');
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
    {
      title: 'sentences of a language that there is none of',
      architecture: { preset: 'manylens', initialise: 'random', units: 8, sentenceSize: 2 },
      training: { sentencesPerEpoch: { und: 1, zh: 1 } },
      sentences: { texts: 'sentences.jsonl', vectors: 'sentences.f16' },
      message: /sentencesPerEpoch of languages of the sentences, found zh/,
    },
    {
      title: 'answers to a task that is not there',
      architecture: { preset: 'manylens', initialise: 'random', units: 8, sentenceSize: 2 },
      sentences: { texts: 'sentences.jsonl', vectors: 'sentences.f16', answers: { mr: 'answers.f16' } },
      message: /answers to tasks of the experiment, found "mr"/,
    },
    {
      title: 'answers to other texts',
      architecture: { preset: 'manylens', initialise: 'random', units: 8, sentenceSize: 2 },
      sentences: { texts: 'sentences.jsonl', vectors: 'sentences.f16', answers: { MR: 'sentences.jsonl' } },
      message: /sentences\.jsonl: expected as many rows of 2 float16 numbers as texts, 1/,
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
