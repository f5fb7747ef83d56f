/** What is over leaves nothing behind, in the real VS Code: no document, no listener, no timer, and nothing that goes on. */
import assert from 'node:assert/strict';
import { createHook } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { queryObjects, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as vscode from 'vscode';
import { showSlowProgress } from '../../src/host/slowProgress.ts';
import { scoringThread } from './scoringThread.ts';
import { closeEverything, extension, folder, internals, open, until } from './support.ts';

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

/** The extension's timers from now on: which are armed, and how often one fired. Those of VS Code are others'. */
function watchTimers() {
  const bundle = vscode.Uri.joinPath(extension.extensionUri, 'dist', 'extension.js').fsPath;
  const armed = new Set<number>();
  let seen = 0;
  let fired = 0;
  const hook = createHook({
    init(id, type) {
      if (type !== 'Timeout' || !new Error().stack?.includes(bundle)) return;
      armed.add(id);
      seen++;
    },
    before(id) {
      if (armed.has(id)) fired++;
    },
    destroy: id => void armed.delete(id),
  }).enable();
  return { armed, seen: () => seen, fired: () => fired, end: () => void hook.disable() };
}

describe('The progress of an analysis', () => {
  /** How often the progress asks how far it is, within a second after the analysis has ended or not. */
  async function asked(end: boolean): Promise<number> {
    const document = await open('slow.md', 'This one is good.');
    const ended = new AbortController();
    let count = 0;
    const state = () => {
      count++;
      return undefined;
    };
    showSlowProgress(document, state, new AbortController(), ended.signal);
    // In the same turn as the progress's own timer of a second, which was armed before.
    await sleep(1000);
    if (end) ended.abort();
    await sleep(1000);
    ended.abort();
    return count;
  }
  afterEach(closeEverything);

  it('is not shown where that ends as it is about to be', async () => {
    assert.equal(await asked(true), 0);
  });

  it('is shown where it goes on', async () => {
    assert.ok((await asked(false)) > 0);
  });
});

describe('A thousand analyses in the editor', () => {
  /** Whole ones, parts, some that the next one cancels, some of an edited text. */
  async function analyze(document: vscode.TextDocument, n: number): Promise<void> {
    const { analyzer } = await internals();
    if (n % 10 === 0)
      await vscode.window.activeTextEditor!.edit(edit => edit.insert(new vscode.Position(0, 0), 'So '));
    const cancelled = n % 3 === 0 ? analyzer.analyze(document) : undefined;
    await analyzer.analyze(document, n % 4 === 1 ? [{ start: 0, end: 5 }] : undefined);
    await cancelled;
  }

  /** Garbage is collected first. */
  const alive = () => ({
    functions: queryObjects(Function, { format: 'count' }),
    promises: queryObjects(Promise, { format: 'count' }),
  });

  it('leave no listener, no promise and no timer, and nothing that goes on', async function () {
    this.timeout(180_000);
    const timers = watchTimers();
    try {
      const document = await open('thousand.md', 'This one is good. That one is bad. And this is fine.');
      for (let n = 0; n < 100; n++) await analyze(document, n);
      const before = alive();
      for (let n = 0; n < 1000; n++) await analyze(document, n);
      assert.ok((await internals()).store.get(document.uri.toString())?.results);
      await vscode.commands.executeCommand('workbench.action.files.save');
      assert.ok(timers.seen() > 100, 'this test sees the timers that there are');
      await until('no timer is armed', () => timers.armed.size === 0);
      const after = alive();
      // What one analysis leaves, a thousand leave a thousand times.
      for (const kind of ['functions', 'promises'] as const)
        assert.ok(after[kind] - before[kind] < 500, JSON.stringify({ before, after }));
      const fired = timers.fired();
      await sleep(2000);
      assert.deepEqual([timers.fired() - fired, timers.armed.size], [0, 0]);
      this.test!.title += `: ${timers.seen()} timers came and went`;
    } finally {
      timers.end();
      await closeEverything();
    }
  });
});
