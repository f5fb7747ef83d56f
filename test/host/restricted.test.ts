import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import {
  analyzed,
  baseModel,
  closeEverything,
  folder,
  internals,
  messagesOf,
  run,
  untrusted,
  withSettings,
} from './support.ts';

describe('Restricted Mode', () => {
  const manylens = vscode.Uri.joinPath(folder, '.manylens').fsPath;
  let elsewhere: string;

  beforeEach(() => {
    elsewhere = mkdtempSync(join(tmpdir(), 'manylens-elsewhere-'));
  });
  afterEach(async () => {
    await closeEverything();
    rmSync(manylens, { recursive: true, force: true });
    rmSync(elsewhere, { recursive: true });
  });

  it('scores with the base model, whatever was chosen', async () => {
    const { models } = await internals();
    await withSettings({ 'model.path': '/nowhere' }, () =>
      untrusted(async () => {
        const { results } = await analyzed('restricted.md', 'This is a good sentence.');
        assert.equal(results.model.location, baseModel.fsPath);
        assert.equal(models.isBase, true);
      }),
    );
  });

  it('does not fine-tune, in code too', async () => {
    await internals();
    for (const command of ['finetune', 'trainTextbookModel']) {
      const messages = await messagesOf(() => untrusted(async () => void (await run(command))));
      assert.match(
        messages.join('\n'),
        /^Restricted Mode: Manylens fine-tunes only in a workspace that you trust/,
      );
    }
  });

  const check = (title: string, link: () => void) =>
    it(title, async () => {
      await analyzed('label.md', 'This is a good sentence.');
      link();
      const messages = await messagesOf(() => untrusted(async () => void (await run('labelSelection'))));
      assert.match(messages.join('\n'), /^Restricted Mode: .*\.manylens.* is a link to another place/);
      for (const entry of readdirSync(elsewhere)) assert.equal(entry, 'theirs.txt');
    });

  check('writes no label through a link of the folder', () => symlinkSync(elsewhere, manylens, 'junction'));
  check('writes no label through a link of the file', () => {
    mkdirSync(manylens);
    writeFileSync(join(elsewhere, 'theirs.txt'), 'theirs');
    symlinkSync(join(elsewhere, 'theirs.txt'), join(manylens, 'labels.jsonl'));
  });
});
