import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { ModelChoice } from '../../src/host/modelChoice.ts';
import {
  analyzed,
  baseModel,
  closeEverything,
  internals,
  messagesOf,
  open,
  run,
  until,
  untrusted,
} from './support.ts';

async function useModel(path: string | undefined): Promise<void> {
  await vscode.workspace
    .getConfiguration('manylens')
    .update('model.path', path, vscode.ConfigurationTarget.Workspace);
}

describe('The model', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'manylens-models-'));

  afterEach(async () => {
    await useModel(undefined);
    await closeEverything();
  });
  after(() => rmSync(scratch, { recursive: true }));

  it('that is missing is an error in words, and the base model is offered', async () => {
    const document = await open('missing.md', 'This is a good sentence.');
    await useModel(join(scratch, 'nowhere'));
    const { store } = await internals();
    const messages = await messagesOf(async () => {
      await run('analyzeDocument');
      await until('an error', () => store.get(document.uri.toString())?.problem?.kind === 'error');
    });
    assert.match(messages.join('\n'), /^The model at .*nowhere cannot be used: expected .*, found /);
  });

  it('that is truncated is an error in words; one button goes back to the base, and the scores come', async () => {
    const broken = join(scratch, 'truncated');
    cpSync(baseModel.fsPath, broken, { recursive: true });
    truncateSync(join(broken, 'weights.bin'), 1000);
    const document = await open('truncated.md', 'This is a good sentence.');
    await useModel(broken);
    const { store } = await internals();
    const messages = await messagesOf(async () => {
      await run('analyzeDocument');
      await until('scores of the base model', () => store.get(document.uri.toString())?.results);
    }, 'Use the Base Model');
    assert.match(messages[0], /truncated cannot be used: expected weights\.bin/);
  });

  it('scores anew what was scored, once another is chosen', async () => {
    const { document } = await analyzed('switch.md', 'This is a good sentence.');
    const copy = join(scratch, 'copy');
    cpSync(baseModel.fsPath, copy, { recursive: true });
    await useModel(copy);
    const { store } = await internals();
    await until(
      'scores of the copy',
      () => store.get(document.uri.toString())?.results?.model.location === copy,
    );
  });
});

describe('The choice of a model', () => {
  afterEach(() => useModel(undefined));

  function choice(): ModelChoice {
    const kept = new Map<string, unknown>();
    const state = {
      keys: () => [...kept.keys()],
      get: (key: string) => kept.get(key),
      update: async (key: string, value: unknown) => void kept.set(key, value),
    } as vscode.Memento;
    return new ModelChoice(baseModel, state);
  }

  it('is hidden while nobody trusts the workspace, and holds again with trust', async () => {
    await useModel('models/theirs');
    const models = choice();
    await models.accept('/tuned');
    assert.equal(models.current.location, '/tuned');
    await untrusted(async () => {
      await useModel(undefined);
      assert.equal(models.current.location, baseModel.fsPath);
      await useModel('models/theirs');
    });
    assert.equal(models.current.location, '/tuned');
    models.dispose();
  });

  it('gives way to a setting that is changed later, for good', async () => {
    const models = choice();
    await models.accept('/tuned');
    await useModel('/theirs');
    assert.equal(models.current.location, '/theirs');
    await useModel(undefined);
    assert.equal(models.isBase, true);
    models.dispose();
  });
});
