/** Texts that nobody would call nice, in the real VS Code: each ends in scores or in a message. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { scoringThread } from './scoringThread.ts';
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

const megabyte = 1024 * 1024;
const sentence = 'This is a good sentence. ';

/** Every segment lies in the document, behind the one before it, and has scores of numbers. */
function checkSegments(
  document: vscode.TextDocument,
  segments: readonly { start: number; end: number }[],
): void {
  const { length } = document.getText();
  let last = 0;
  for (const { start, end } of segments) {
    assert.ok(last <= start && start < end && end <= length, `${last} ${start} ${end} ${length}`);
    last = end;
  }
}

/** Beyond 10 MB an editor in the browser asks before it opens a file; a program is not asked. */
async function openLarge(name: string, content: string): Promise<vscode.TextDocument> {
  assert.ok(content.length > 20 * megabyte, `${content.length}`);
  const uri = vscode.Uri.joinPath(folder, name);
  await vscode.workspace.fs.writeFile(uri, Buffer.from(content));
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document);
  return document;
}

describe('A document that is', () => {
  afterEach(closeEverything);

  function check(name: string, content: () => string | Uint8Array, segments: number) {
    it(`${name} is scored`, async function () {
      this.timeout(120_000);
      const file = `${name.replaceAll(' ', '-')}.md`;
      const { document, results } = await analyzed(file, content());
      assert.equal(results.segments.length, segments);
      checkSegments(document, results.segments);
    });
  }

  const words = (bytes: number[]) => Buffer.concat([Buffer.from(sentence), Uint8Array.from(bytes)]);
  check('one line of a megabyte', () => sentence.repeat(megabyte / sentence.length), 41_943);
  check('a megabyte of words without an end', () => 'This is a word of many '.repeat(45_000), 1);
  check('invalid UTF-8', () => words([0x63, 0x61, 0x66, 0xe9, 0x20, 0xc3, 0x28, 0xff]), 1);
  check('UTF-16 with a byte-order mark', () => Buffer.from(`\uFEFF${sentence}`, 'utf16le'), 1);
  check('UTF-8 with a byte-order mark', () => `\uFEFF${sentence}`, 1);
  check('of several line ends', () => 'One is good.\r\n\r\nTwo is bad.\r\rThree is fine.\n\nFour.', 4);

  it('of lone surrogates is scored', async () => {
    const content = `${sentence}\uD83D is half of it. \uDE00 is the other.`;
    const document = await vscode.workspace.openTextDocument({ language: 'plaintext', content });
    await vscode.window.showTextDocument(document);
    await run('analyzeDocument');
    const results = (await internals()).store.get(document.uri.toString())?.results;
    assert.ok(results !== undefined && results.segments.length >= 1);
    checkSegments(document, results.segments);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('of NUL characters among words is called binary', async () => {
    const document = await vscode.workspace.openTextDocument({ content: `${sentence}\0${sentence}` });
    await vscode.window.showTextDocument(document);
    const messages = await messagesOf(() => run('analyzeDocument'));
    assert.match(messages.join('\n'), /is a binary file, not a text: nothing was analyzed\.$/);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('one word of a megabyte is told apart from a text', async () => {
    await open('word.txt', 'a'.repeat(megabyte));
    assert.deepEqual(await messagesOf(() => run('analyzeDocument')), [
      'There is no text to analyze in word.txt.',
    ]);
  });

  it('20 MB of prose says how far it is, and stops when it is closed; the next one is scored', async function () {
    this.timeout(120_000);
    const { store } = await internals();
    const document = await openLarge('prose.txt', longText(450_000));
    const uri = document.uri.toString();
    const analysis = run('analyzeDocument');
    await until('progress', () => (store.get(uri)?.busy?.done ?? 0) > 0, 90_000);
    await closeEverything();
    await analysis;
    assert.equal(store.get(uri), undefined);
    await analyzed('small.md', sentence);
  });
});

describe('Five hundred documents, opened, scored and closed,', () => {
  const text = (n: number) => `Number ${n} of five hundred is a good one.`;
  const worded = /Number \d+ of five hundred is/g;

  it('leave nothing behind in the store and in the worker', async function () {
    this.timeout(300_000);
    const { store, analyzer } = await internals();
    const documents: vscode.TextDocument[] = [];
    for (let n = 0; n < 500; n++) {
      const uri = vscode.Uri.joinPath(folder, 'many', `${n}.md`);
      await vscode.workspace.fs.writeFile(uri, Buffer.from(text(n)));
      documents.push(await vscode.workspace.openTextDocument(uri));
      // In the place of the one before it, which is closed.
      await vscode.window.showTextDocument(documents[n], { preview: true });
      await analyzer.analyze(documents[n]);
      assert.equal(store.get(uri.toString())?.results?.segments.length, 1, text(n));
    }
    assert.ok((await wordsIn(worded)).size > 0, 'the last one is there: this test can see them');
    await closeEverything();
    await until('all are closed', () => documents.every(document => document.isClosed));
    assert.deepEqual(
      documents.filter(({ uri }) => store.get(uri.toString()) !== undefined),
      [],
    );
    assert.deepEqual(await wordsIn(worded), new Set());
  });
});

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
