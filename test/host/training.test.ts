import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { codeOf, errors } from '../../src/base/errors.ts';
import { Finetuner, type Trainer } from '../../src/host/finetune.ts';
import { trainingProcess } from '../../src/host/node/trainingProcess.ts';
import { Notifier } from '../../src/host/notifier.ts';
import type { FinetuneReport } from '../../src/protocol/worker.ts';
import {
  analyzed,
  baseModel,
  closeEverything,
  extension,
  folder,
  internals,
  messagesOf,
  run,
  until,
} from './support.ts';

const manylens = vscode.Uri.joinPath(folder, '.manylens');
const labels = vscode.Uri.joinPath(manylens, 'labels.jsonl');

const formal = [
  'We hereby request your assistance.',
  'Please find the report attached.',
  'Kindly confirm the date.',
];
const casual = ['hey, what is up?', 'lol that was fun', 'gonna grab some food now'];

async function writeLabels(...extra: string[]): Promise<void> {
  const lines = [
    ...formal.map(text => JSON.stringify({ text, task: 'tone', label: 'formal' })),
    ...casual.map(text => JSON.stringify({ text, task: 'tone', label: 'casual' })),
    ...extra,
  ];
  await vscode.workspace.fs.writeFile(labels, Buffer.from(`${lines.join('\n')}\n`));
}

describe('Fine-tuning', () => {
  afterEach(async () => {
    await closeEverything();
    await run('useBaseModel');
    await vscode.workspace.fs.delete(manylens, { recursive: true }).then(undefined, () => undefined);
  });

  it('asks for labels where there are none', async () => {
    const messages = await messagesOf(() => run('finetune'));
    assert.match(messages.join('\n'), /^There are no labels yet/);
  });

  it('trains, reports the broken line, and uses the model after a yes, until the base is wanted again', async () => {
    const { models, store } = await internals();
    const { document } = await analyzed('tone.md', 'Could you kindly send the report?');
    await writeLabels('{"text": broken');
    let messages: string[] = [];
    const uri = document.uri.toString();
    messages = await messagesOf(async () => {
      await run('finetune');
      await until('the new task', () => store.get(uri)?.results?.model.tasks.some(({ id }) => id === 'tone'));
    }, 'Use It');
    assert.match(messages[0], /^Fine-tuned on tone \(6 labels.*One label line could not be read\.$/);
    assert.equal(store.get(uri)?.results?.segments[0].scores.tone.probabilities.length, 2);
    assert.equal(models.isBase, false);
    await run('useBaseModel');
    await until('the base model', () =>
      store.get(uri)?.results?.model.tasks.every(({ id }) => id !== 'tone'),
    );
    assert.equal(models.isBase, true);
  });

  it('changes nothing without a yes', async () => {
    const { models } = await internals();
    await writeLabels();
    await messagesOf(() => run('finetune'), 'Discard');
    assert.equal(models.isBase, true);
    const bundles = vscode.Uri.joinPath(manylens, 'models').fsPath;
    await until('no bundle', () => readdirSync(bundles).join() === '.gitignore');
  });

  it('leaves nothing behind when it is cancelled', async () => {
    await writeLabels();
    const train = trainingProcess(
      vscode.Uri.joinPath(extension.extensionUri, 'dist', 'trainer.js').fsPath,
      () => undefined,
    );
    const abort = new AbortController();
    const out = vscode.Uri.joinPath(manylens, 'models', 'cancelled').fsPath;
    const request = { labels: [labels.fsPath], model: baseModel.fsPath, out, seed: 1 };
    const training = train(request, abort.signal, () => abort.abort());
    await assert.rejects(training, error => codeOf(error) === 'cancelled');
    assert.equal(existsSync(out), false);
  });

  it('removes what was half written when it ends early, and no other bundle', async () => {
    const { models, log, journal } = await internals();
    await writeLabels();
    const bundles = vscode.Uri.joinPath(manylens, 'models');
    await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(bundles, 'finetuned-former'));
    const train: Trainer = async ({ out }) => {
      mkdirSync(`${out}.partial-1`);
      mkdirSync(out);
      throw errors.cancelled();
    };
    const finetuner = new Finetuner(train, models, new Notifier(log, journal, models), log);
    await assert.rejects(finetuner.run(undefined), error => codeOf(error) === 'cancelled');
    assert.deepEqual(readdirSync(bundles.fsPath), ['finetuned-former']);
  });

  it('offers the model though git cannot be told to leave it out', async () => {
    const { models, log, journal } = await internals();
    await writeLabels();
    const report: FinetuneReport = {
      ...{ tasks: {}, guard: {}, accepted: true, seconds: 1, skipped: [], notes: [] },
      ...{ mode: 'heads', reason: 'as asked', refused: [] },
    };
    const train: Trainer = async () => {
      writeFileSync(vscode.Uri.joinPath(manylens, 'models').fsPath, 'no folder');
      return report;
    };
    const finetuner = new Finetuner(train, models, new Notifier(log, journal, models), log);
    const messages = await messagesOf(() => finetuner.run(undefined));
    assert.match(messages.join('\n'), /^Fine-tuned on/);
  });

  it('ends with the extension', async () => {
    const { models, log, journal } = await internals();
    await writeLabels();
    const started = Promise.withResolvers<void>();
    const train: Trainer = (_, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(errors.cancelled()));
        started.resolve();
      });
    const finetuner = new Finetuner(train, models, new Notifier(log, journal, models), log);
    const run = finetuner.run(undefined);
    await started.promise;
    finetuner.dispose();
    await assert.rejects(run, error => codeOf(error) === 'cancelled');
  });

  it('whose process cannot start is an error in words', async () => {
    const train = trainingProcess('/nowhere/trainer.js', () => undefined);
    const request = { labels: [labels.fsPath], model: baseModel.fsPath, out: '/nowhere', seed: 1 };
    const training = train(request, new AbortController().signal, () => undefined);
    await assert.rejects(training, error => codeOf(error) === 'trainer-gone');
  });
});
