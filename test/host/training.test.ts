import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { codeOf, errors } from '../../src/base/errors.ts';
import { changedLabels } from '../../src/host/changedLabels.ts';
import { Finetuner, type Trainer } from '../../src/host/finetune.ts';
import { startScoringThread } from '../../src/host/node/scoringThread.ts';
import { trainingProcess } from '../../src/host/node/trainingProcess.ts';
import { Notifier } from '../../src/host/notifier.ts';
import { openMistake } from '../../src/host/openMistake.ts';
import { ScoringClient } from '../../src/host/scoringClient.ts';
import type { FinetuneReport } from '../../src/protocol/training.ts';
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

const noReports = { show: () => undefined };

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

  it('shows its report, with what changes in open documents, and uses the model from there', async () => {
    const { models, store, finetuner } = await internals();
    const { document } = await analyzed('tone.md', 'Could you kindly send the report?');
    const uri = document.uri.toString();
    await writeLabels();
    await messagesOf(async () => {
      await run('finetune');
      await until('an offer', () => finetuner.last);
    }, 'Show Report');
    const tabs = () =>
      vscode.window.tabGroups.all
        .flatMap(group => group.tabs)
        .filter(({ input }) => input instanceof vscode.TabInputWebview && /report$/.test(input.viewType));
    await until('the report', () => tabs().length === 1);
    await run('showFinetuneReport');
    assert.equal(tabs().length, 1, 'the same page again');
    const { report, bundle } = finetuner.last!;
    const { mistakes, measured, intervals } = report.tasks.tone;
    assert.equal(measured, 6);
    assert.ok(intervals!.after.accuracy[0] < intervals!.after.accuracy[1]);
    for (const { place } of mistakes!) assert.match(place!, /labels\.jsonl:\d$/);

    await finetuner.last!.use();
    await until('the new task', () => store.get(uri)?.results?.model.tasks.some(({ id }) => id === 'tone'));
    assert.equal(finetuner.last!.decision, 'used');
    await finetuner.last!.discard();
    assert.ok(existsSync(bundle.fsPath), 'what was decided stays so');
    assert.equal(models.isBase, false);
  });

  it('opens a mistake where it was labelled, and no file outside of the workspace', async () => {
    await writeLabels();
    const notes = vscode.Uri.joinPath(manylens, 'notes.md');
    await vscode.workspace.fs.writeFile(notes, Buffer.from('One. Two, three.'));
    const selected = () => {
      const editor = vscode.window.activeTextEditor!;
      return [
        vscode.workspace.asRelativePath(editor.document.uri),
        editor.document.getText(editor.selection),
      ];
    };
    const mistake = { text: 'Two', label: 'formal', predicted: 'casual', probability: 0.9 };
    const place = `${labels.fsPath}:2`;
    const source = { file: '.manylens/notes.md', start: 5, end: 8 };
    await openMistake({ ...mistake, source, place }, folder);
    assert.deepEqual(selected(), ['.manylens/notes.md', 'Two']);
    for (const file of ['../../outside.md', '/etc/hostname', '.manylens/gone.md']) {
      await openMistake({ ...mistake, source: { ...source, file }, place }, folder);
      assert.equal(selected()[0], '.manylens/labels.jsonl');
      assert.match(selected()[1], /Please find the report attached/);
    }
  });

  it('compares the new model with the one in use, in the documents that were analyzed', async () => {
    const { store, finetuner } = await internals();
    const { document } = await analyzed('tone.md', 'Could you kindly send the report? hey, lol.');
    await writeLabels();
    await messagesOf(() => run('finetune'));
    await until('an offer', () => finetuner.last?.decision === 'open');
    const thread = vscode.Uri.joinPath(extension.extensionUri, 'dist', 'worker.js').fsPath;
    const client = new ScoringClient(events => startScoringThread(thread, events, () => undefined), Date.now);
    const signal = new AbortController().signal;
    try {
      const changes = await changedLabels(
        store,
        client,
        finetuner.last!.bundle,
        ['tone', 'sentiment'],
        signal,
      );
      assert.equal(changes.kind, 'compared');
      if (changes.kind !== 'compared') return;
      assert.equal(changes.segments, 2);
      assert.equal(changes.tasks.sentiment.changed, 0, 'it was not touched');
      for (const { uri, before, after, line } of changes.tasks.tone.shown) {
        assert.deepEqual([uri, before, line], [document.uri.toString(), undefined, 1]);
        assert.match(after!, /formal|casual/);
      }
      assert.ok(changes.tasks.tone.changed > 0);
    } finally {
      client.dispose();
    }
  });

  it("trains a textbook's model of the user's choice, and uses it after a yes", async () => {
    const { models, store } = await internals();
    const { document } = await analyzed('tone.md', 'Could you kindly send the report?');
    await writeLabels(
      ...Array.from({ length: 20 }, (_, n) =>
        JSON.stringify({ text: `kindly ${n}`, task: 'tone', label: 'formal' }),
      ),
    );
    const uri = document.uri.toString();
    const window = vscode.window as unknown as Record<string, unknown>;
    const real = window.showQuickPick;
    window.showQuickPick = async (items: { label: string }[]) =>
      items.find(({ label }) => label === 'keras-multitask');
    let messages: string[];
    try {
      messages = await messagesOf(async () => {
        await run('trainTextbookModel');
        await until(
          'its only task',
          () =>
            store
              .get(uri)
              ?.results?.model.tasks.map(({ id }) => id)
              .join() === 'tone',
        );
      }, 'Use It');
    } finally {
      window.showQuickPick = real;
    }
    assert.match(messages[0], /^Trained from nothing on tone \(26 labels/);
    assert.match(models.current.location, /keras-multitask-/);
  });

  it('keeps what a cut training goes on from, until somebody cancels', async () => {
    const { models, log, journal } = await internals();
    await writeLabels();
    const storage = vscode.Uri.joinPath(manylens, 'storage');
    const notifier = new Notifier(log, journal, models);
    let checkpoint = '';
    const cut =
      (error: Error): Trainer =>
      async request => {
        checkpoint = request.checkpoint!;
        mkdirSync(storage.fsPath, { recursive: true });
        writeFileSync(checkpoint, 'half');
        throw error;
      };
    const crashed = new Finetuner(
      cut(errors.trainerGone('killed')),
      models,
      notifier,
      log,
      noReports,
      storage,
    );
    await assert.rejects(crashed.run(undefined), error => codeOf(error) === 'trainer-gone');
    assert.ok(existsSync(checkpoint));
    const real = vscode.window.withProgress;
    const window = vscode.window as unknown as Record<string, unknown>;
    window.withProgress = (_: unknown, work: (...args: unknown[]) => unknown) => {
      const source = new vscode.CancellationTokenSource();
      const done = work({ report: () => undefined }, source.token);
      source.cancel();
      return done;
    };
    try {
      const cancelling: Trainer = (request, signal, progress) =>
        new Promise((_, reject) =>
          signal.addEventListener('abort', () =>
            cut(errors.cancelled())(request, signal, progress).catch(reject),
          ),
        );
      const cancelled = new Finetuner(cancelling, models, notifier, log, noReports, storage);
      await assert.rejects(cancelled.run(undefined), error => codeOf(error) === 'cancelled');
    } finally {
      window.withProgress = real;
    }
    assert.ok(!existsSync(checkpoint));
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
    const finetuner = new Finetuner(train, models, new Notifier(log, journal, models), log, noReports);
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
    const finetuner = new Finetuner(train, models, new Notifier(log, journal, models), log, noReports);
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
    const finetuner = new Finetuner(train, models, new Notifier(log, journal, models), log, noReports);
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
