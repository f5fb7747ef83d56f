import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { folder, internals, messagesOf, run, until } from './support.ts';

const manylens = vscode.Uri.joinPath(folder, '.manylens');
const labels = vscode.Uri.joinPath(manylens, 'labels.jsonl');
const table = vscode.Uri.joinPath(folder, 'reviews.csv');

/** Imports a file, and takes the first of what is offered, as Enter does, until the end. */
async function imported(content: string, ...answers: string[]): Promise<string[]> {
  await vscode.workspace.fs.writeFile(table, Buffer.from(content));
  return await messagesOf(
    async () => {
      let ended = false;
      const importing = Promise.resolve(run('importLabels', table)).finally(() => {
        ended = true;
      });
      while (!ended) {
        await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
        await new Promise(resolve => setTimeout(resolve, 100));
      }
      await importing;
    },
    ...answers,
  );
}

describe('Importing labels', () => {
  afterEach(async () => {
    for (const file of [table, manylens])
      await vscode.workspace.fs.delete(file, { recursive: true }).then(undefined, () => undefined);
    const { labels: known } = await internals();
    await known.read(vscode.workspace.workspaceFolders![0]);
  });

  it('asks for what a file does not say, shows its first labels, and adds them', async () => {
    const messages = await imported('review;mood\r\nLovely!;positive\r\nOh\r\n');
    assert.deepEqual(messages, ['Labels imported: 1. Known already: 0. Lines that could not be used: 1.']);
    const { labels: known } = await internals();
    const own = await known.read(vscode.workspace.workspaceFolders![0]);
    assert.deepEqual(own, [{ text: 'Lovely!', task: 'mood', label: 'positive' }]);
  });

  it('offers the tasks that there are', async () => {
    const { labels: known, client, models } = await internals();
    const [{ id }] = (await client.load(models.current)).tasks;
    await imported('{"text":"Lovely!","label":"positive"}\n');
    const own = await known.read(vscode.workspace.workspaceFolders![0]);
    assert.deepEqual(own, [{ text: 'Lovely!', task: id, label: 'positive' }]);
  });

  it('takes them back at once', async () => {
    await imported('{"text":"Lovely!","label":"positive"}\n', 'Undo');
    await until('the undoing', () => readFileSync(labels.fsPath, 'utf8') === '');
  });
});
