import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { inEnglish } from '../../src/base/words.ts';
import type { ModelRow } from '../../src/host/modelRows.ts';
import { analyzed, baseModel, closeEverything, folder, internals, run, until } from './support.ts';

const settings = () => vscode.workspace.getConfiguration('manylens');
const set = (key: string, value: unknown) =>
  settings().update(key, value, vscode.ConfigurationTarget.Workspace);

async function rows(): Promise<ModelRow[]> {
  return (await internals()).modelView.getChildren();
}

async function rowOf(id: string): Promise<ModelRow> {
  const all = (list: readonly ModelRow[]): ModelRow[] =>
    list.flatMap(row => [row, ...all(row.children ?? [])]);
  const found = all(await rows()).find(row => row.id === id);
  assert.ok(found, id);
  return found;
}

/** A bundle that is its manifest alone. */
async function manifestAlone(content: string | undefined): Promise<void> {
  const bundle = vscode.Uri.joinPath(folder, 'manifest-alone');
  const manifest = vscode.Uri.joinPath(bundle, 'manifest.json');
  const base = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(baseModel, 'manifest.json'));
  await vscode.workspace.fs.writeFile(manifest, content === undefined ? base : Buffer.from(content));
  await set('model.path', bundle.fsPath);
}

describe('The model view', () => {
  afterEach(async () => {
    await set('model.path', undefined);
    await closeEverything();
  });

  it('tells of a model that is not loaded by its manifest, and starts nothing', async () => {
    const { client } = await internals();
    client.stop();
    await manifestAlone(undefined);
    assert.match((await rowOf('model')).label, /^base /);
    assert.equal((await rowOf('model')).description, 'your own model');
    assert.equal((await rowOf('languages')).description, 'English, Chinese');
    assert.equal((await rowOf('backend')).description, 'chosen at the first analysis');
    assert.equal(client.running, false);
  });

  it('says what is wrong with a manifest, and has the versions alone to choose from', async () => {
    for (const broken of ['{', '{"name": "base"}']) {
      await manifestAlone(broken);
      assert.deepEqual(
        (await rows()).map(({ id }) => id),
        ['versions'],
      );
      assert.match((await internals()).modelView.message ?? '', /manifest-alone cannot be used/);
    }
  });

  it('tells the backend of a model that is loaded, and why it was chosen', async () => {
    const { results } = await analyzed('view.md', 'I love it.\n');
    const { backend, backendReason } = results.model;
    assert.equal((await rowOf('backend')).description, `${backend} (${inEnglish(backendReason)})`);
    assert.equal((await rowOf('model')).description, 'the model that Manylens comes with');
  });

  it('has for each task its question, labels, languages and figures', async () => {
    const { results } = await analyzed('view.md', 'I love it.\n');
    for (const { id, description, labels, metrics } of results.model.tasks) {
      assert.equal((await rowOf(`description\n${id}`)).description, description);
      assert.equal((await rowOf(`labels\n${id}`)).description, labels.join(', '));
      assert.equal((await rowOf(`macroF1\n${id}`)).description, metrics?.macroF1.toFixed(2));
      assert.match((await rowOf(`task\n${id}`)).description ?? '', /accuracy \d+%/);
    }
  });

  it('says that a model was tuned on an older base, and tunes again by a click', async () => {
    const manifest = JSON.parse(
      Buffer.from(
        await vscode.workspace.fs.readFile(vscode.Uri.joinPath(baseModel, 'manifest.json')),
      ).toString(),
    );
    const { name, files, provenance } = manifest;
    const tuned = (weights: string) =>
      JSON.stringify({
        ...manifest,
        name: 'tuned',
        provenance: { ...provenance, base: { name, version: '0', weights } },
      });
    await manifestAlone(tuned(files['weights.bin']));
    assert.ok((await rows()).every(({ id }) => id !== 'olderBase'));
    await manifestAlone(tuned('another'));
    const { label, command } = await rowOf('olderBase');
    assert.equal(label, `Tuned on an older base (${name} 0)`);
    // Tuning would start from the tuned model itself, while the setting says so.
    assert.equal(command, undefined);

    const { models, modelView } = await internals();
    const { location } = models.current;
    await set('model.path', undefined);
    await models.accept(location);
    try {
      const item = modelView.getTreeItem(await rowOf('olderBase'));
      assert.equal(item.command?.command, 'manylens.finetune');
    } finally {
      await models.useBase();
    }
  });

  it('copies a value', async () => {
    await run('copyModelValue', await rowOf('location'));
    assert.equal(await vscode.env.clipboard.readText(), baseModel.fsPath);
  });

  it('chooses the task that the editor shows', async () => {
    await run('showTask', await rowOf('task\nemotion'));
    try {
      assert.equal(settings().get('decorations.task'), 'emotion');
      assert.match((await rowOf('task\nemotion')).description ?? '', /^shown in the editor/);
    } finally {
      await settings().update('decorations.task', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('opens the model card as a preview', async () => {
    await run('openModelCard');
    const labels = () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
    await until('the preview', () => labels().some(label => label.includes('MODEL_CARD.md')));
  });
});
