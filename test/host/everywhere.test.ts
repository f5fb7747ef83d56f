import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  analyzed,
  closeEverything,
  folder,
  internals,
  messagesOf,
  open,
  run,
  until,
  withSettings,
} from './support.ts';

const review = 'The sound is wonderful and I love it.\n\nThe microphone is terrible, I hate it.\n';

/** Texts that the document's results have. */
async function scoredTexts(document: vscode.TextDocument): Promise<string[] | undefined> {
  const { store } = await internals();
  return store
    .get(document.uri.toString())
    ?.results?.segments.map(({ start, end }) => document.getText().slice(start, end));
}

/** Waits until every editor that shows the document has colours in it. */
async function coloured(editors: () => readonly vscode.TextEditor[], count: number): Promise<void> {
  const { decorations } = await internals();
  await until(`${count} coloured editors`, () => {
    const found = editors();
    return found.length === count && found.every(editor => decorations.coloredIn(editor).length > 0);
  });
}

const editorsOf = (document: vscode.TextDocument) =>
  vscode.window.visibleTextEditors.filter(editor => editor.document === document);

describe('Program code', () => {
  afterEach(closeEverything);

  it('has its comments coloured, and its code left alone', async () => {
    const code = [
      '/** The sound is wonderful',
      ' *  and I love it. */',
      "const text = 'The microphone is terrible, I hate it. // I hate it.';",
      'const more = `/* text */`; // The microphone is terrible, I hate it.',
      '',
    ].join('\n');
    const { document } = await analyzed('review.ts', code);
    assert.equal(document.languageId, 'typescript');
    const expected = ['The sound is wonderful\n *  and I love it.', 'The microphone is terrible, I hate it.'];
    assert.deepEqual(await scoredTexts(document), expected);
    const { decorations } = await internals();
    const editor = editorsOf(document)[0];
    const colouredTexts = () =>
      decorations.coloredIn(editor).map(({ start, end }) => document.getText().slice(start, end));
    await until('colours', () => colouredTexts().length > 0);
    assert.deepEqual(colouredTexts().toSorted(), expected.toSorted());
    await withSettings({ run: undefined }, async () => {
      const { policy } = await internals();
      assert.equal(policy.mode(document), 'manual');
    });
  });
});

/** A file system that is nowhere but in memory: writes and reads of one level. */
class MemoryFiles implements vscode.FileSystemProvider {
  readonly #files = new Map<string, Uint8Array>();
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;

  watch = () => new vscode.Disposable(() => undefined);
  createDirectory(): void {}
  readDirectory = () =>
    [...this.#files.keys()].map((path): [string, vscode.FileType] => [path, vscode.FileType.File]);
  stat(uri: vscode.Uri): vscode.FileStat {
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: this.readFile(uri).length };
  }
  readFile(uri: vscode.Uri): Uint8Array {
    const content = this.#files.get(uri.path);
    if (content === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return content;
  }
  writeFile(uri: vscode.Uri, content: Uint8Array): void {
    this.#files.set(uri.path, content);
  }
  delete(uri: vscode.Uri): void {
    this.#files.delete(uri.path);
  }
  rename(): void {
    throw vscode.FileSystemError.NoPermissions();
  }
}

describe('A document that is no file of the workspace', () => {
  afterEach(closeEverything);

  it('is scored where it is untitled', async () => {
    await internals();
    const document = await vscode.workspace.openTextDocument({ language: 'markdown', content: review });
    await vscode.window.showTextDocument(document);
    await run('analyzeDocument');
    assert.equal((await scoredTexts(document))?.length, 2);
    await coloured(() => editorsOf(document), 1);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('is scored where its file system is a virtual one, and exported into it', async () => {
    await internals();
    const files = new MemoryFiles();
    const provider = vscode.workspace.registerFileSystemProvider('manylens-memory', files);
    try {
      const uri = vscode.Uri.parse('manylens-memory:/notes/review.md');
      files.writeFile(uri, Buffer.from(review));
      await vscode.window.showTextDocument(uri);
      await run('analyzeDocument');
      const document = vscode.window.activeTextEditor!.document;
      assert.equal(document.uri.toString(), uri.toString());
      assert.equal((await scoredTexts(document))?.length, 2);
      await coloured(() => editorsOf(document), 1);
      await run('nextSegment');
      assert.ok(!vscode.window.activeTextEditor!.selection.isEmpty);
    } finally {
      // VS Code may keep the document when its editor is closed.
      await run('clearResults');
      await closeEverything();
      provider.dispose();
    }
  });
});

describe('A document in several editors', () => {
  afterEach(closeEverything);

  it('is coloured in both halves of a split editor, and in an editor that opens later', async () => {
    const { document } = await analyzed('split.md', review);
    await coloured(() => editorsOf(document), 1);
    await vscode.commands.executeCommand('workbench.action.splitEditor');
    await coloured(() => editorsOf(document), 2);
    await open('other.md', 'Another text, which hides the first one.');
    await until('one editor', () => editorsOf(document).length === 1);
    await vscode.window.showTextDocument(document);
    await coloured(() => editorsOf(document), 2);
  });

  it('is coloured on both sides of a diff editor', async () => {
    const { document: left } = await analyzed('left.md', review);
    const { document: right } = await analyzed('right.md', `${review}\nAll in all it is a great buy.\n`);
    await closeEverything();
    await vscode.commands.executeCommand('vscode.diff', left.uri, right.uri);
    const sides = () =>
      vscode.window.visibleTextEditors.filter(({ document }) =>
        /\/(left|right)\.md$/.test(document.uri.path),
      );
    await until('both sides', () => sides().length === 2);
    const { analyzer } = await internals();
    for (const { document } of sides()) await analyzer.analyze(document);
    await coloured(sides, 2);
  });

  it('follows the text through edits, in view and in the ruler, without a new analysis', async () => {
    const { document } = await analyzed('follow.md', review);
    const { decorations, store } = await internals();
    await coloured(() => editorsOf(document), 1);
    await vscode.window.activeTextEditor!.edit(edit => edit.insert(new vscode.Position(0, 0), '\n\n\n'));
    const expected = () =>
      store
        .get(document.uri.toString())
        ?.results?.segments.map(({ start }) => start)
        .join();
    await until('moved colours', () => {
      const starts = decorations.coloredIn(vscode.window.activeTextEditor!).map(({ start }) => start);
      return starts.toSorted((a, b) => a - b).join() === expected();
    });
  });
});

describe('A notebook', () => {
  afterEach(closeEverything);

  const { Markup, Code } = vscode.NotebookCellKind;

  async function openNotebook(): Promise<vscode.NotebookEditor> {
    await internals();
    const cells = [
      new vscode.NotebookCellData(Code, 'print("The sound is terrible, I hate it.")', 'python'),
      new vscode.NotebookCellData(Markup, 'The sound is wonderful and I love it.', 'markdown'),
      new vscode.NotebookCellData(Markup, '---', 'markdown'),
      new vscode.NotebookCellData(Markup, 'The microphone is terrible, I hate it.', 'markdown'),
    ];
    const data = new vscode.NotebookData(cells);
    const notebook = await vscode.workspace.openNotebookDocument('jupyter-notebook', data);
    const editor = await vscode.window.showNotebookDocument(notebook);
    await until('the notebook', () => vscode.window.activeNotebookEditor === editor);
    return editor;
  }

  it('has its Markdown cells scored, and its code left alone', async () => {
    const { notebook } = await openNotebook();
    const { active, policy } = await internals();
    const [code, prose] = notebook.getCells().map(({ document }) => document);
    await withSettings({ run: 'onType' }, () => {
      assert.equal(policy.mode(code), 'manual');
      assert.equal(policy.mode(prose), 'onType');
    });
    await until('a cell', () => active.current === notebook.cellAt(1).document);
    await run('analyzeDocument');
    const texts = await Promise.all(notebook.getCells().map(({ document }) => scoredTexts(document)));
    assert.deepEqual(texts, [
      undefined,
      ['The sound is wonderful and I love it.'],
      undefined,
      ['The microphone is terrible, I hate it.'],
    ]);
    await run('clearResults');
    assert.equal(await scoredTexts(notebook.cellAt(3).document), undefined);
  });

  it('is about the cell that is selected, and goes to a text in one', async () => {
    const editor = await openNotebook();
    const { active } = await internals();
    editor.selection = new vscode.NotebookRange(3, 4);
    const { document } = editor.notebook.cellAt(3);
    await until('the other cell', () => active.current === document);
    await run('reveal', { uri: document.uri.toString(), start: 4, end: 14 });
    await until('a selection', () => vscode.window.activeTextEditor?.document === document);
    assert.equal(document.getText(vscode.window.activeTextEditor!.selection), 'microphone');
    assert.equal(vscode.window.activeNotebookEditor?.notebook, editor.notebook);
  });
});

describe('The commit message', () => {
  afterEach(closeEverything);

  it('can be scored, and pointed at', async () => {
    await internals();
    const control = vscode.scm.createSourceControl('manylens-test', 'Test', folder);
    try {
      await vscode.commands.executeCommand('workbench.view.scm');
      control.inputBox.value = 'This wonderful change makes me happy.';
      const box = () => vscode.workspace.textDocuments.find(({ languageId }) => languageId === 'scminput');
      const holds = (text: string) => until('the text', () => box()?.getText() === text);
      await holds(control.inputBox.value);
      await run('analyzeCommitMessage', control);
      assert.deepEqual(await scoredTexts(box()!), ['This wonderful change makes me happy.']);
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        box()!.uri,
        new vscode.Position(0, 6),
      );
      assert.match((hovers[0].contents[0] as vscode.MarkdownString).value, /Sentiment/);
      control.inputBox.value = '';
      await holds('');
      const messages = await messagesOf(() => run('analyzeCommitMessage', control));
      assert.match(messages.join('\n'), /^Write a commit message first/);
    } finally {
      control.dispose();
      await vscode.commands.executeCommand('workbench.view.explorer');
    }
  });
});
