import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
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

/** As much of a bundle's manifest as is damaged here. */
interface Manifest {
  formatVersion: number;
  tasks: unknown[];
  files: Record<string, string>;
}

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

  /** A copy of the base model, damaged: its manifest as an object, its folder as a path. */
  function check(name: string, damage: (folder: string, manifest: Manifest) => Manifest, said: RegExp) {
    it(`${name} is an error in words; one button goes back to the base, and the scores come`, async () => {
      const broken = join(scratch, name.replaceAll(' ', '-'));
      cpSync(baseModel.fsPath, broken, { recursive: true });
      const file = join(broken, 'manifest.json');
      writeFileSync(file, JSON.stringify(damage(broken, JSON.parse(readFileSync(file, 'utf8')))));
      const document = await open('broken.md', 'This is a good sentence.');
      await useModel(broken);
      const { store } = await internals();
      const messages = await messagesOf(async () => {
        await run('analyzeDocument');
        await until('scores of the base model', () => store.get(document.uri.toString())?.results);
      }, 'Use the Base Model');
      assert.match(
        messages[0],
        /^The model at .* cannot be used: expected .*, found .*\. Reinstall Manylens, or/,
      );
      assert.match(messages[0], said);
    });
  }

  check(
    'that is truncated',
    (folder, manifest) => {
      truncateSync(join(folder, 'weights.bin'), 1000);
      return manifest;
    },
    /expected weights\.bin with SHA-256/,
  );
  check(
    'of another version',
    (_, manifest) => ({ ...manifest, formatVersion: 99 }),
    /formatVersion 1 or 2, found 99/,
  );
  check(
    'of other files',
    (_, manifest) => ({ ...manifest, files: {} }),
    /in the manifest's files, found none/,
  );
  check(
    "with another's network",
    (_, manifest) => ({ ...manifest, tasks: manifest.tasks.slice(1) }),
    /expected a network that loads, found .* outputs/,
  );

  it('that is a folder of other things is an error in words', async () => {
    const other = join(scratch, 'letters');
    mkdirSync(other);
    writeFileSync(join(other, 'letter.txt'), 'Dear all');
    const document = await open('other.md', 'This is a good sentence.');
    await useModel(other);
    const { store } = await internals();
    const messages = await messagesOf(async () => {
      await run('analyzeDocument');
      await until('an error', () => store.get(document.uri.toString())?.problem?.kind === 'error');
    });
    assert.match(
      messages.join('\n'),
      /letters cannot be used: expected a bundle with a manifest\.json, found none/,
    );
    const problem = store.get(document.uri.toString())?.problem;
    assert.equal(problem?.kind === 'error' && problem.steps[0].command, 'manylens.useBaseModel');
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
