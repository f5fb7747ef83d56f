import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import * as vscode from 'vscode';
import { closeEverything, folder, internals, open, until, untrusted } from './support.ts';

const manylens = vscode.Uri.joinPath(folder, '.manylens');
const record = (text: string, label: string) => JSON.stringify({ text, task: 'sentiment', label });

const shown = ({ uri }: vscode.TextDocument) => vscode.languages.getDiagnostics(uri);

/** What is listed of a document, once that is as many problems. */
async function problems(document: vscode.TextDocument, count: number): Promise<vscode.Diagnostic[]> {
  await until(`${count} problems`, () => shown(document).length === count);
  return shown(document);
}

const openLabels = (...lines: string[]) => open('.manylens/labels.jsonl', lines.join('\n'));

async function fixesOf(document: vscode.TextDocument, { range }: vscode.Diagnostic) {
  return await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    range,
    vscode.CodeActionKind.QuickFix.value,
  );
}

async function applied(document: vscode.TextDocument, problem: vscode.Diagnostic, title: string) {
  const fixes = await fixesOf(document, problem);
  const fix = fixes.find(action => action.title === title);
  assert.ok(fix?.edit, fixes.map(action => action.title).join(', '));
  await vscode.workspace.applyEdit(fix.edit);
}

describe('A label file in the editor', () => {
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await closeEverything();
    rmSync(manylens.fsPath, { recursive: true, force: true });
    const { labels } = await internals();
    await labels.read(vscode.workspace.workspaceFolders![0]);
  });

  it('is JSON lines, of which none but the broken one is a problem, which a fix removes', async () => {
    const document = await openLabels(record('a', 'negative'), '{"text": broken', record('b', 'neutral'), '');
    assert.equal(document.languageId, 'jsonl');
    const [broken] = await problems(document, 1);
    assert.equal(broken.range.start.line, 1);
    assert.equal(broken.severity, vscode.DiagnosticSeverity.Error);
    assert.match(broken.message, /^This line is left out: expected a JSON object, found what is no JSON\.$/);
    await applied(document, broken, 'Remove This Line');
    assert.equal(document.getText(), [record('a', 'negative'), record('b', 'neutral'), ''].join('\n'));
    await problems(document, 0);
    assert.ok(document.isDirty);
  });

  it('has a last line that is cut removed with the end of the one before', async () => {
    const document = await openLabels(record('a', 'negative'), '{"text":"b');
    const [broken] = await problems(document, 1);
    await applied(document, broken, 'Remove This Line');
    assert.equal(document.getText(), record('a', 'negative'));
  });

  it('shows a contradiction, which line counts, and removes either', async () => {
    const lines = [record('a', 'negative'), record('a', 'positive')];
    const document = await openLabels(...lines, '');
    const [contradiction] = await problems(document, 1);
    assert.equal(contradiction.severity, vscode.DiagnosticSeverity.Warning);
    assert.match(contradiction.message, /line 2, .* says positive/);
    const [related] = contradiction.relatedInformation!;
    assert.deepEqual([contradiction.range.start.line, related.location.range.start.line], [0, 1]);
    await applied(document, contradiction, 'Keep This Label, Remove Line 2');
    assert.equal(document.getText(), `${lines[0]}\n`);
    await problems(document, 0);
    await vscode.commands.executeCommand('undo');
    const [again] = await problems(document, 1);
    await applied(document, again, 'Remove This Label, Keep Line 2');
    assert.equal(document.getText(), `${lines[1]}\n`);
  });

  it('knows the labels of the model’s tasks, and changes one that is unknown', async () => {
    const document = await openLabels(
      record('a', 'Negative'),
      record('b', 'neutral'),
      record('b', 'neutral'),
    );
    const [unknown, duplicate] = await problems(document, 2);
    assert.match(
      unknown.message,
      /^The task sentiment has no label Negative, only negative, neutral, positive\./,
    );
    assert.equal(duplicate.severity, vscode.DiagnosticSeverity.Information);
    await applied(document, unknown, 'Change to negative');
    assert.equal(document.lineAt(0).text, record('a', 'negative'));
    await problems(document, 1);
  });

  it('is checked as it is typed, and no more when it is closed', async () => {
    const document = await openLabels(record('a', 'negative'), '');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(1, 0), 'no JSON\n');
    await vscode.workspace.applyEdit(edit);
    await problems(document, 1);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await closeEverything();
    await problems(document, 0);
  });

  it('is checked in Restricted Mode', () =>
    untrusted(async () => {
      await problems(await openLabels('no JSON'), 1);
    }));

  it('of many megabytes is not checked, and says so', async () => {
    const document = await openLabels(record('a', 'negative').padEnd(8_000_001), 'no JSON');
    const [told] = await problems(document, 1);
    assert.match(told.message, /too long to be checked: expected 8000000 characters at most/);
  });

  it('elsewhere is none', async () => {
    const document = await open('labels.jsonl', 'no JSON');
    const own = await openLabels('no JSON');
    await problems(own, 1);
    assert.deepEqual(shown(document), []);
    await vscode.workspace.fs.delete(document.uri);
  });
});
