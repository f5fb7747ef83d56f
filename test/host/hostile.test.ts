/** Texts that nobody would call nice, in the real VS Code: each ends in scores or in a message. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  analyzed,
  closeEverything,
  internals,
  longText,
  messagesOf,
  open,
  run,
  until,
  withSettings,
} from './support.ts';

const megabyte = 1024 * 1024;
const sentence = 'This is a good sentence. ';

/** Every segment lies in the document, behind the one before it. */
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

describe('A document of', () => {
  afterEach(closeEverything);

  function check(name: string, content: () => string | Uint8Array, segments: number) {
    it(`${name} is scored`, async () => {
      const { document, results } = await analyzed(`${name.replaceAll(' ', '-')}.txt`, content());
      assert.equal(results.segments.length, segments);
      checkSegments(document, results.segments);
    });
  }

  const followedBy = (bytes: number[]) => Buffer.concat([Buffer.from(sentence), Uint8Array.from(bytes)]);
  check('one line of a megabyte', () => sentence.repeat(megabyte / sentence.length), 41_943);
  check('a megabyte of words without an end', () => 'This is a word of many '.repeat(45_000), 1);
  check('one word of a megabyte', () => 'a'.repeat(megabyte), 1);
  check('nothing but combining marks behind a letter', () => `e${'\u0301'.repeat(megabyte / 2)}`, 1);
  check('Latin-1', () => followedBy([0x43, 0x61, 0x66, 0xe9, 0x20, 0x64, 0xe9, 0x6a, 0xe0]), 2);
  check('invalid UTF-8', () => followedBy([0x41, 0x62, 0x20, 0xc3, 0x28, 0xff, 0xed, 0xa0, 0x80, 0x62]), 2);
  check('UTF-16 with a byte-order mark', () => Buffer.from(`\uFEFF${sentence}`, 'utf16le'), 1);
  check('UTF-8 with a byte-order mark', () => `\uFEFF${sentence}`, 1);
  check('several line ends', () => 'One is good.\r\n\r\nTwo is bad.\r\rThree is fine.\n\nFour.', 4);

  /** What no file that VS Code opens as text has. */
  async function untitled(content: string): Promise<vscode.TextDocument> {
    const document = await vscode.workspace.openTextDocument({ language: 'plaintext', content });
    await vscode.window.showTextDocument(document);
    return document;
  }

  it('lone surrogates is scored', async () => {
    const document = await untitled(`${sentence}The \uD83D is half of it. The \uDE00 is the other.`);
    await run('analyzeDocument');
    const results = (await internals()).store.get(document.uri.toString())?.results;
    assert.equal(results?.segments.length, 3);
    checkSegments(document, results.segments);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('words and NUL characters is called binary', async () => {
    await untitled(`${sentence}\0${sentence}`);
    const messages = await messagesOf(() => run('analyzeDocument'));
    assert.match(messages.join('\n'), /is a binary file, not a text: nothing was analyzed\.$/);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('hostile code is refused in words, and the next document is scored', async () => {
    const { document } = await analyzed('fine.rb', '# It is lovely.\n');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, document.positionAt(0), '<!'.repeat(100_000));
    await vscode.workspace.applyEdit(edit);
    const messages = await messagesOf(() => run('analyzeDocument'));
    assert.match(
      messages.join('\n'),
      /^The comments of this text cannot be found: as ruby, .+ plain text\.$/,
    );
    await vscode.commands.executeCommand('undo');
    await run('analyzeDocument');
    const results = (await internals()).store.get(document.uri.toString())?.results;
    assert.equal(results?.segments.length, 1);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('20 MB waits for a click; closed while its sentences are looked for, it is let go within seconds', async () => {
    const { store, client } = await internals();
    // Beyond 10 MB an editor in the browser asks before it opens a file.
    const editors = vscode.workspace.getConfiguration('workbench');
    await editors.update('editorLargeFileConfirmation', 100, vscode.ConfigurationTarget.Global);
    const messages = await messagesOf(() =>
      withSettings({ run: 'onType' }, async () => {
        const document = await open('prose.txt', longText(520_000));
        const uri = document.uri.toString();
        assert.ok(document.getText().length > 20 * megabyte);
        await until('a word about its length', () => store.get(uri)?.problem?.kind === 'long');
        const analysis = run('analyzeDocument');
        await until('the analysis', () => store.get(uri)?.busy !== undefined);
        await closeEverything();
        await analysis;
        assert.equal(store.get(uri), undefined);
        await analyzed('after.md', sentence);
      }),
    );
    assert.deepEqual(messages, []);
    assert.equal(client.paused, false);
    await editors.update('editorLargeFileConfirmation', undefined, vscode.ConfigurationTarget.Global);
  });
});
