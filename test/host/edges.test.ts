import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  analyzed,
  closeEverything,
  folder,
  internals,
  longText,
  messagesOf,
  open,
  run,
  until,
} from './support.ts';

/** Starts an analysis that lasts, and waits until the worker is at it. */
async function longAnalysis(name: string) {
  const { store } = await internals();
  const document = await open(name, longText(20_000));
  const uri = document.uri.toString();
  const analysis = run('analyzeDocument');
  await until('progress', () => (store.get(uri)?.busy?.done ?? 0) > 0);
  return { store, document, uri, analysis };
}

describe('What cannot be scored, or not to its end', () => {
  afterEach(closeEverything);

  it('says that an empty document has no text', async () => {
    const document = await open('empty.md', '');
    const messages = await messagesOf(() => run('analyzeDocument'));
    assert.deepEqual(messages, ['There is no text to analyze in empty.md.']);
    const { store } = await internals();
    assert.deepEqual(store.get(document.uri.toString()), { problem: { kind: 'no-text' } });
  });

  it('says that Markdown without prose has no text', async () => {
    await open('code.md', '```js\nconst a = 1;\n```\n');
    assert.deepEqual(await messagesOf(() => run('analyzeDocument')), [
      'There is no text to analyze in code.md.',
    ]);
  });

  it('says that a binary document is none, where it is open as text', async () => {
    const document = await vscode.workspace.openTextDocument({
      language: 'plaintext',
      content: 'PNG\0\0\0\x01\0 and so on',
    });
    await vscode.window.showTextDocument(document);
    const [message] = await messagesOf(() => run('analyzeDocument'));
    assert.match(message, /is a binary file, not a text: nothing was analyzed\.$/);
  });

  it('asks for a text where VS Code itself shows no text of a binary document', async () => {
    const uri = vscode.Uri.joinPath(folder, 'binary.bin');
    await vscode.workspace.fs.writeFile(
      uri,
      Uint8Array.from({ length: 4000 }, (_, i) => (i * 7919) % 251),
    );
    await vscode.commands.executeCommand('vscode.open', uri);
    assert.match(
      (await messagesOf(() => run('analyzeDocument'))).join('\n'),
      /^Open a text in the editor first/,
    );
  });

  it('asks for a text where no editor is open', async () => {
    await until('no document', async () => (await internals()).active.current === undefined);
    assert.deepEqual(await messagesOf(() => run('analyzeDocument')), [
      'Open a text in the editor first: there is none to work on.',
    ]);
  });

  it('drops the results of a document that is closed', async () => {
    const { document } = await analyzed('closed.md', 'This is a good sentence.');
    const { store } = await internals();
    await closeEverything();
    await until('the document is closed', () => document.isClosed);
    assert.ok(store.get(document.uri.toString()) === undefined, 'results are left');
  });

  it('stops, silently, when the document is closed meanwhile', async () => {
    const messages = await messagesOf(async () => {
      const { store, uri, analysis } = await longAnalysis('close-me.txt');
      await closeEverything();
      await analysis;
      assert.ok(store.get(uri) === undefined, 'results are left');
    });
    assert.deepEqual(messages, []);
  });

  it('stops when the document is edited meanwhile, and takes no stale reply', async () => {
    const messages = await messagesOf(async () => {
      const { store, uri, analysis } = await longAnalysis('edit-me.txt');
      await vscode.window.activeTextEditor!.edit(edit => edit.insert(new vscode.Position(0, 0), 'Well. '));
      await analysis;
      assert.ok(store.get(uri) === undefined, 'results are left');
    });
    assert.deepEqual(messages, []);
  });

  it('shows a progress that can be cancelled, when it takes more than a second', async () => {
    const progresses: vscode.ProgressOptions[] = [];
    const real = vscode.window.withProgress;
    const window = vscode.window as { withProgress: typeof real };
    window.withProgress = (options, task) => {
      progresses.push(options);
      const source = new vscode.CancellationTokenSource();
      const ended = task({ report: () => undefined }, source.token);
      source.cancel();
      return ended;
    };
    try {
      await analyzed('short.md', 'This is a good sentence.');
      assert.equal(progresses.length, 0);
      const document = await open('long.txt', longText(20_000));
      await run('analyzeDocument');
      assert.equal((await internals()).store.get(document.uri.toString()), undefined);
      assert.equal(progresses.length, 1);
      assert.equal(progresses[0].cancellable, true);
    } finally {
      window.withProgress = real;
    }
  });

  it('starts anew when the command is run again meanwhile', async () => {
    const { store, uri, analysis } = await longAnalysis('again.txt');
    await vscode.window.activeTextEditor!.edit(edit =>
      edit.replace(new vscode.Range(0, 0, 0, 1e7), 'It is short and good now.'),
    );
    await run('analyzeDocument');
    await analysis;
    assert.equal(store.get(uri)?.results?.segments.length, 1);
    assert.equal(store.get(uri)?.busy, undefined);
  });

  it('moves results with an edit before them, drops those that it touches, and says outdated', async () => {
    const { document, results } = await analyzed(
      'edit.md',
      'This one is good. That one is bad. And this is fine.',
    );
    const { store, statusBar } = await internals();
    await vscode.window.activeTextEditor!.edit(edit => edit.insert(new vscode.Position(0, 20), 'whole '));
    const edited = store.get(document.uri.toString())!.results!;
    assert.equal(edited.segments.length, results.segments.length - 1);
    const texts = edited.segments.map(({ start, end }) => document.getText().slice(start, end));
    assert.deepEqual(texts, ['This one is good.', 'And this is fine.']);
    assert.equal(edited.outdated, true);
    await until('outdated', () => statusBar.text?.startsWith('$(history)'));
  });
});
