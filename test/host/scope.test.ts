import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { analyzed, baseModel, closeEverything, internals, until, withSettings } from './support.ts';

const said = 'The sound is wonderful and I love it.';

describe('A task with a scope', () => {
  const model = join(mkdtempSync(join(tmpdir(), 'manylens-scope-')), 'scoped');

  before(() => {
    cpSync(baseModel.fsPath, model, { recursive: true });
    const file = join(model, 'manifest.json');
    const manifest = JSON.parse(readFileSync(file, 'utf8'));
    for (const task of manifest.tasks)
      task.scope = task.id === 'technical-debt' ? ['comment', 'question'] : [];
    writeFileSync(file, JSON.stringify(manifest));
  });
  afterEach(closeEverything);
  after(() => rmSync(join(model, '..'), { recursive: true }));

  const scoped = (work: () => Promise<void>) => withSettings({ 'model.path': model }, work);
  const hoverOn = async ({ uri }: vscode.TextDocument) => {
    const [hover] = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      uri,
      new vscode.Position(0, 5),
    );
    return (hover.contents[0] as vscode.MarkdownString).value;
  };
  const debtItem = async () => {
    const { tree } = await internals();
    const row = tree.getChildren().find(row => row.kind === 'task' && row.task.id === 'technical-debt')!;
    return { item: tree.getTreeItem(row), children: tree.getChildren(row) };
  };

  it('is one quiet line where it is asked of nothing', () =>
    scoped(async () => {
      const { document, results } = await analyzed('scope.md', `${said}\n`);
      assert.equal(results.segments[0].scores['technical-debt'].reason, 'scope');
      const text = await hoverOn(document);
      assert.match(text, /Not asked here: Technical debt \\\(comments and questions\\\)/);
      assert.ok(text.indexOf('Sentiment') < text.indexOf('Not asked here'), text);
      assert.doesNotMatch(text, /\| Technical debt \|/);
      const { item, children } = await debtItem();
      assert.deepEqual(
        [item.description, item.collapsibleState, children],
        ['asked of comments and questions', vscode.TreeItemCollapsibleState.None, []],
      );
      await withSettings({ 'decorations.task': 'technical-debt' }, async () => {
        const { statusBar } = await internals();
        await until('the scope', () => statusBar.text === '$(eye) asked of comments and questions');
      });
    }));

  it('answers a question, beside a sentence that it is not asked of', () =>
    scoped(async () => {
      const { results } = await analyzed('scope-question.md', `${said} Is it not wonderful?\n`);
      const reasons = results.segments.map(({ scores }) => scores['technical-debt'].reason === 'scope');
      assert.deepEqual(reasons, [true, false]);
      const { children } = await debtItem();
      assert.equal(children.length, 1);
    }));
});
