import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { analyzed, folder, internals, messagesOf, run, until } from './support.ts';
import { answering, models, place, rowOf, threeVersions, tidy, version } from './versionsSupport.ts';

describe('A model as a file', () => {
  afterEach(tidy);
  const file = vscode.Uri.joinPath(folder, 'model.zip');

  it('goes out and comes back whole, and may be used at once', async () => {
    const [, , third] = threeVersions();
    const manifest = readFileSync(join(third, 'manifest.json'));
    const row = await rowOf('third');
    await answering(
      'showSaveDialog',
      () => file,
      () => run('exportModel', row),
    );
    rmSync(models, { recursive: true });
    const messages = await messagesOf(async () => {
      await answering(
        'showOpenDialog',
        () => [file],
        () => run('importModel'),
      );
      const { models: choice } = await internals();
      await until('it is in use', () => choice.current.location === third);
    }, 'Use It');
    assert.deepEqual(messages, ['Imported the model third.']);
    assert.deepEqual(readFileSync(join(third, 'manifest.json')), manifest);
    assert.ok(readdirSync(models).includes('.gitignore'));
    const { results } = await analyzed('imported.md', 'This is a good sentence.');
    assert.equal(results.model.location, third);
  });

  it('that is damaged is refused in words, and nothing is there', async () => {
    version('first');
    const row = await rowOf('first');
    await answering(
      'showSaveDialog',
      () => file,
      () => run('exportModel', row),
    );
    rmSync(models, { recursive: true });
    truncateSync(file.fsPath, 100_000);
    const messages = await messagesOf(() => run('importModel', file));
    assert.match(
      messages.join(),
      /^No model was imported from .*model\.zip: expected a zip file with a bundle/,
    );
    assert.equal(existsSync(models), false);
  });

  it('is not made of a version that is damaged', async () => {
    version('first');
    truncateSync(join(place('first'), 'weights.bin'), 1000);
    rmSync(file.fsPath, { force: true });
    const row = await rowOf('first');
    const messages = await messagesOf(() =>
      answering(
        'showSaveDialog',
        () => file,
        () => run('exportModel', row),
      ),
    );
    assert.match(messages.join(), /^The model at .*first cannot be used: expected weights\.bin with SHA-256/);
    assert.equal(existsSync(file.fsPath), false);
  });
});
