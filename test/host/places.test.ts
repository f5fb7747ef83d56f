import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { analyzed, closeEverything, internals, run, until, withSettings } from './support.ts';

const review =
  'The sound is wonderful and I love it. The case is lovely too.\n\nThe microphone is terrible, I hate it.\n';

/** Texts that the results have with a label of the task. */
async function textsOf(document: vscode.TextDocument, task: string, labels: string[]): Promise<string[]> {
  const { store } = await internals();
  return store
    .get(document.uri.toString())!
    .results!.segments.filter(({ scores }) => labels.includes(scores[task].label ?? ''))
    .map(({ start, end }) => document.getText().slice(start, end));
}

describe('Problems', () => {
  afterEach(closeEverything);

  const own = (document: vscode.TextDocument) =>
    vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'Manylens');

  it('are none unless they are wanted, and go with the results', async () => {
    const { document } = await analyzed('problems.md', review);
    await new Promise(resolve => setTimeout(resolve, 500));
    assert.deepEqual(own(document), []);
    await withSettings({ 'problems.enabled': true, 'problems.severity': 'warning' }, async () => {
      await until('problems', () => own(document).length > 0);
      assert.deepEqual(
        own(document).map(({ range }) => document.getText(range)),
        await textsOf(document, 'sentiment', ['negative', 'positive']),
      );
      for (const { severity, code, message } of own(document)) {
        assert.equal(severity, vscode.DiagnosticSeverity.Warning);
        assert.match(String(code), /^sentiment\/(negative|positive)$/);
        assert.match(message, /^Sentiment: (negative|positive) \(\d+%\)$/);
      }
      await run('clearResults');
      await until('no problems', () => own(document).length === 0);
    });
  });

  it('have the labels that the settings name', async () => {
    const labels = { sentiment: ['negative'], subjectivity: ['subjective'] };
    await withSettings({ 'problems.enabled': true, 'problems.labels': labels }, async () => {
      const { document } = await analyzed('problem-labels.md', review);
      await until('problems', () => own(document).length > 0);
      const texts = (code: string) =>
        own(document)
          .filter(diagnostic => diagnostic.code === code)
          .map(({ range }) => document.getText(range));
      assert.deepEqual(texts('sentiment/negative'), await textsOf(document, 'sentiment', ['negative']));
      assert.deepEqual(
        texts('subjectivity/subjective'),
        await textsOf(document, 'subjectivity', ['subjective']),
      );
      assert.equal(
        own(document).length,
        texts('sentiment/negative').length + texts('subjectivity/subjective').length,
      );
    });
  });
});

describe('Code lenses', () => {
  afterEach(closeEverything);

  const lenses = (document: vscode.TextDocument) =>
    vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 10);

  it('are none unless they are wanted', async () => {
    const { document } = await analyzed('no-lens.md', review);
    assert.deepEqual(await lenses(document), []);
  });

  it('sum up the document above its first line', async () => {
    await withSettings({ codeLens: 'document' }, async () => {
      const { document } = await analyzed('lens.md', `\n${review}`);
      const [lens, ...others] = await lenses(document);
      assert.equal(others.length, 0);
      assert.equal(lens.range.start.line, 0);
      assert.match(lens.command!.title, /^\$\(eye\) Sentiment: (\w+ \d+%|unsure)$/);
      assert.equal(lens.command!.command, 'manylens.showPanel');
    });
  });

  it('sum up paragraphs of several sentences, and select them', async () => {
    await withSettings({ codeLens: 'paragraph' }, async () => {
      const { document } = await analyzed('lenses.md', review);
      const [, paragraph, ...others] = await lenses(document);
      assert.equal(others.length, 0);
      await vscode.commands.executeCommand(paragraph.command!.command, ...paragraph.command!.arguments!);
      const { selection } = vscode.window.activeTextEditor!;
      assert.equal(document.getText(selection), review.split('\n')[0]);
    });
  });
});

describe('Go to Next Segment', () => {
  afterEach(closeEverything);

  const selected = () => {
    const { document, selection } = vscode.window.activeTextEditor!;
    return document.getText(selection);
  };

  it('selects what the editor colours, one after another and round the end, and back', async () => {
    const { document } = await analyzed('next.md', review);
    const texts = await textsOf(document, 'sentiment', ['negative', 'positive']);
    assert.ok(texts.length > 1);
    vscode.window.activeTextEditor!.selection = new vscode.Selection(0, 0, 0, 0);
    await run('previousSegment');
    assert.equal(selected(), texts.at(-1));
    for (const text of texts) {
      await run('nextSegment');
      assert.equal(selected(), text);
    }
    for (const text of texts.toReversed().slice(1)) {
      await run('previousSegment');
      assert.equal(selected(), text);
    }
  });

  it('stays where it is when there is nothing to go to', async () => {
    await withSettings({ 'decorations.labels': ['negative'] }, async () => {
      await analyzed('none.md', 'The sound is wonderful and I love it.\n');
      await run('nextSegment');
      assert.equal(selected(), '');
    });
    await run('clearResults');
    await run('nextSegment');
    assert.equal(selected(), '');
  });
});
