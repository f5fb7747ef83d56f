import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { exportPlace, render } from '../../src/host/exportResults.ts';
import { analyzed, closeEverything, folder, internals, messagesOf, open, run, until } from './support.ts';

const review = '# Review\n\nThe sound is wonderful and I love it. The microphone is terrible, I hate it.\n';

describe('Analyze Document', () => {
  afterEach(closeEverything);

  it('scores every sentence for every task, at its place', async () => {
    const { document, results } = await analyzed('review.md', review);
    const texts = results.segments.map(({ start, end }) => document.getText().slice(start, end));
    assert.ok(texts.includes('The microphone is terrible, I hate it.'), texts.join('\n'));
    for (const { scores } of results.segments) {
      assert.deepEqual(Object.keys(scores).sort(), results.model.tasks.map(({ id }) => id).sort());
      for (const { id, labels } of results.model.tasks) {
        const { probabilities } = scores[id];
        assert.equal(probabilities.length, labels.length);
        assert.ok(Math.abs(probabilities.reduce((sum, p) => sum + p, 0) - 1) < 1e-4);
      }
    }
  });

  it('takes a moment from the command to the scores of 5 KB of Markdown', async function () {
    const { client } = await internals();
    await open('five-kilobytes.md', review.repeat(60).slice(0, 5000));
    const timed = async () => {
      const started = performance.now();
      await run('analyzeDocument');
      return performance.now() - started;
    };
    client.stop();
    await until('no worker', () => !client.running);
    const cold = await timed();
    const warm = await timed();
    this.test!.title += `: ${cold.toFixed(0)} ms with the worker's start, then ${warm.toFixed(0)} ms`;
    assert.ok(cold < 10_000 && warm < 3000, this.test!.title);
  });

  it('colours segments by the labels of the shown task', async () => {
    const { document, results } = await analyzed('review.md', review);
    const { decorations } = await internals();
    const texts = [...decorations.spans(document).values()]
      .flat()
      .map(({ start, end }) => document.getText().slice(start, end));
    const expected = results.segments.filter(
      ({ scores: { sentiment } }) => sentiment.label !== null && sentiment.label !== 'neutral',
    );
    assert.deepEqual(
      texts.toSorted(),
      expected.map(({ start, end }) => document.getText().slice(start, end)).toSorted(),
    );
    assert.ok(texts.length > 0);
  });

  it('hides the colours with one command, and shows them again', async () => {
    const { document } = await analyzed('review.md', review);
    const { decorations } = await internals();
    await run('toggleDecorations');
    assert.equal(decorations.spans(document).size, 0);
    await run('toggleDecorations');
    assert.ok(decorations.spans(document).size > 0);
  });

  it('colours only the labels that the settings name', async () => {
    const { document } = await analyzed('review.md', review);
    const { decorations } = await internals();
    const settings = vscode.workspace.getConfiguration('manylens');
    await settings.update('decorations.labels', ['positive'], vscode.ConfigurationTarget.Workspace);
    assert.deepEqual([...decorations.spans(document).keys()], ['manylens.green']);
    await settings.update('decorations.labels', undefined, vscode.ConfigurationTarget.Workspace);
  });

  it('takes the default where a setting is of a wrong type', async () => {
    const { document } = await analyzed('review.md', review);
    const { decorations, models } = await internals();
    const expected = [...decorations.spans(document).keys()];
    const settings = vscode.workspace.getConfiguration('manylens');
    const wrong = { 'decorations.labels': null, 'decorations.task': 7, 'model.path': 7 };
    const set = async (key: string, value: unknown) =>
      settings.update(key, value, vscode.ConfigurationTarget.Workspace);
    for (const [key, value] of Object.entries(wrong)) await set(key, value);
    try {
      assert.deepEqual([...decorations.spans(document).keys()], expected);
      assert.equal(models.isBase, true);
    } finally {
      for (const key of Object.keys(wrong)) await set(key, undefined);
    }
  });

  it('tells every task on hover, and links to the label command', async () => {
    const { document, results } = await analyzed('review.md', review);
    const [hover] = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      document.positionAt(document.getText().indexOf('wonderful')),
    );
    const text = (hover.contents[0] as vscode.MarkdownString).value;
    for (const { title } of results.model.tasks) assert.ok(text.includes(title.replace('-', '\\-')), text);
    assert.match(text, /command:manylens\.labelSelection/);
    const { label } = results.segments.at(-2)!.scores[results.model.tasks[0].id];
    assert.match(text, new RegExp(`Why ${label}\\?.* for it: .*\\*\\*wonderful\\*\\* \\+\\d+%`));
  });

  it('lists task, label and segments in the tree, most probable first', async () => {
    const { results } = await analyzed('review.md', review);
    const { tree } = await internals();
    const tasks = tree.getChildren();
    assert.equal(tasks.length, results.model.tasks.length);
    const segments = tasks.map(task =>
      tree.getChildren(task).flatMap(label => {
        const rows = tree.getChildren(label).filter(row => row.kind === 'segment');
        const probabilities = rows.map(row => row.ranked.probability);
        assert.deepEqual(
          probabilities,
          probabilities.toSorted((a, b) => b - a),
        );
        return rows;
      }),
    );
    // What a task is not asked of is no row of its.
    const asked = results.model.tasks.map(
      ({ id }) => results.segments.filter(({ scores }) => scores[id].reason !== 'scope').length,
    );
    assert.deepEqual(
      segments.map(rows => rows.length),
      asked,
    );
    assert.ok(asked.includes(results.segments.length));
  });

  it('lists the other documents that have results, each with its summary, below the tasks', async () => {
    const { tree } = await internals();
    const { document: other } = await analyzed('other.md', review);
    await vscode.commands.executeCommand('workbench.action.keepEditor');
    await analyzed('review.md', review);
    const others = tree.getChildren().find(row => row.kind === 'others');
    const rows = tree.getChildren(others);
    assert.deepEqual(
      rows.map(row => row.kind === 'document' && row.document),
      [other],
    );
    const { label, description, command } = tree.getTreeItem(rows[0]);
    assert.equal(label, 'other.md');
    assert.match(String(description), /^\w+( \d+%)?$/);
    await vscode.commands.executeCommand(command!.command, ...command!.arguments!);
    assert.equal(vscode.window.activeTextEditor?.document, other);
  });

  it('tells a screen reader what each row is', async () => {
    await analyzed('review.md', review);
    const { tree } = await internals();
    const task = tree.getChildren()[0];
    const label = tree.getChildren(task)[0];
    for (const row of [task, label, tree.getChildren(label)[0]])
      assert.match(tree.getTreeItem(row).accessibilityInformation?.label ?? '', /^Sentiment: ./);
  });

  it('goes to the text of a row', async () => {
    const { document, results } = await analyzed('review.md', review);
    const { start, end } = results.segments.at(-1)!;
    await run('reveal', { uri: document.uri.toString(), start, end });
    const { selection } = vscode.window.activeTextEditor!;
    assert.equal(document.getText(selection), document.getText().slice(start, end));
  });

  it('says so where the text of a row is gone', async () => {
    await internals();
    const uri = vscode.Uri.joinPath(folder, 'gone.md').toString();
    const messages = await messagesOf(() => run('reveal', { uri, start: 0, end: 1 }));
    assert.match(messages.join('\n'), /gone\.md/);
  });

  it('sums the document up in the status bar', async () => {
    await analyzed('review.md', review);
    const { statusBar } = await internals();
    await until('the summary', () => /^\$\(eye\) \w+( \d+%)?$/.test(statusBar.text ?? ''));
    await run('clearResults');
    await until('no summary', () => statusBar.text === undefined);
  });

  it('exports what it shows', async () => {
    const { document, results } = await analyzed('review.md', review);
    const lines = render(document, results, 'jsonl').trimEnd().split('\n');
    const records = lines.map(line => JSON.parse(line));
    assert.equal(records.length, results.segments.length);
    for (const { file, start, end, line, column, text, scores } of records) {
      assert.equal(file, 'review.md');
      assert.equal(document.getText().slice(start, end), text);
      assert.deepEqual(document.positionAt(start), new vscode.Position(line - 1, column - 1));
      assert.deepEqual(Object.keys(scores.sentiment.probabilities), ['negative', 'neutral', 'positive']);
    }
    assert.equal(render(document, results, 'csv').trimEnd().split('\r\n').length, 1 + records.length);
  });

  it('offers to export beside the document, and into the workspace what has no place yet', async () => {
    const saved = await open('review.md', review);
    const unsaved = await vscode.workspace.openTextDocument({ content: review });
    assert.equal(exportPlace(saved, 'csv')?.toString(), `${saved.uri}.csv`);
    const place = vscode.Uri.joinPath(folder, `${unsaved.uri.path}.csv`);
    assert.equal(exportPlace(unsaved, 'csv')?.toString(), place.toString());
  });

  it('scores the segments that the selections touch, and nothing else', async () => {
    const { document, results } = await analyzed('review.md', review);
    const last = results.segments.at(-1)!;
    const at = document.positionAt(last.start + 2);
    vscode.window.activeTextEditor!.selection = new vscode.Selection(at, at.translate(0, 3));
    await run('analyzeSelection');
    const selected = (await internals()).store.get(document.uri.toString())?.results;
    assert.deepEqual(
      selected?.segments.map(({ start, end }) => ({ start, end })),
      [{ start: last.start, end: last.end }],
    );
    assert.equal(selected?.partial, true);
  });
});
