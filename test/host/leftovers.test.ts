/** What is over leaves nothing behind, in the real VS Code: no document, no listener, no timer, and nothing that goes on. */
import assert from 'node:assert/strict';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as vscode from 'vscode';
import { scoringThread } from './scoringThread.ts';
import { closeEverything, folder, internals, until } from './support.ts';

/** Asterisks: the worker keeps what it has read of sentences, in bounds, but those have no markup. */
const text = (n: number) => `Number ${n} of **five** hundred is a good one.`;
const worded = /Number \d+ of \*\*five/g;

/** What fits in the strings that the worker's heap holds, once its garbage is collected. */
async function wordsIn(pattern: RegExp): Promise<Set<string>> {
  const found = new Set<string>();
  let tail = '';
  for await (const chunk of await (await scoringThread()).getHeapSnapshot()) {
    const text = tail + chunk.toString();
    for (const [word] of text.matchAll(pattern)) found.add(word);
    tail = text.slice(-100);
  }
  return found;
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

describe('Five hundred documents, opened, scored and closed,', () => {
  const many = vscode.Uri.joinPath(folder, 'many');

  /** Writes twenty files, opens them, shows one in the place of the one before it, and scores all. */
  async function twenty(from: number): Promise<WeakRef<vscode.TextDocument>[]> {
    const { store, analyzer } = await internals();
    const numbers = Array.from({ length: 20 }, (_, i) => from + i);
    const documents = await Promise.all(
      numbers.map(async n => {
        const uri = vscode.Uri.joinPath(many, `${n}.md`);
        await vscode.workspace.fs.writeFile(uri, Buffer.from(text(n)));
        return vscode.workspace.openTextDocument(uri);
      }),
    );
    await vscode.window.showTextDocument(documents[0], { preview: true });
    await Promise.all(documents.map(document => analyzer.analyze(document)));
    for (const { uri } of documents)
      assert.equal(store.get(uri.toString())?.results?.segments.length, 1, `${uri}`);
    return documents.map(document => new WeakRef(document));
  }

  it('leave nothing behind in the store, in the worker and in the extension host', async function () {
    this.timeout(180_000);
    const { store } = await internals();
    const documents: WeakRef<vscode.TextDocument>[] = [];
    while (documents.length < 500) documents.push(...(await twenty(documents.length)));
    assert.ok((await wordsIn(worded)).size > 0, 'the last ones are there: this test can see them');
    await closeEverything();
    // VS Code keeps what was opened without an editor for a while, unless its file goes.
    const removal = new vscode.WorkspaceEdit();
    removal.deleteFile(many, { recursive: true });
    assert.ok(await vscode.workspace.applyEdit(removal));
    await until('all are closed', () => documents.every(document => document.deref()?.isClosed ?? true));
    for (let n = 0; n < 500; n++)
      assert.equal(store.get(vscode.Uri.joinPath(many, `${n}.md`).toString()), undefined);
    assert.deepEqual(await wordsIn(worded), new Set());
    collectGarbage();
    const held = documents.filter(document => document.deref() !== undefined).length;
    // A few may be VS Code's own: the one that was shown last, for instance.
    assert.ok(held <= 5, `${held} documents are still held`);
  });
});
