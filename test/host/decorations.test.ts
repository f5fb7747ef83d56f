import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { analyzed, closeEverything, internals, open, until, withSettings } from './support.ts';

const good = 'The sound is wonderful and I love it.';
const bad = 'The microphone is terrible, I hate it.';

describe('Decorations', () => {
  afterEach(closeEverything);

  // Times stand in the title and are not judged: the machine may be busy.
  it('of 20,000 segments', async function () {
    const { results } = await analyzed('few.md', `${good}\n\n${bad}\n`);
    const { store, decorations } = await internals();
    const line = `${good} ${bad}\n`;
    const document = await open('many.txt', line.repeat(10_000));
    const segments = Array.from({ length: 20_000 }, (_, i) => {
      const start = (i >> 1) * line.length + (i % 2) * (good.length + 1);
      return { ...results.segments[i % 2], start, end: start + (i % 2 === 0 ? good : bad).length };
    });
    store.set(document.uri.toString(), {
      results: { ...results, version: document.version, segments },
    });
    const editor = vscode.window.activeTextEditor!;
    await until('colours', () => decorations.coloredIn(editor).length > 0);
    const inView = decorations.coloredIn(editor).length;
    assert.ok(inView < 2000, `${inView} spans`);

    /** Milliseconds of the extension host, and until the window has answered. */
    const timed = async (work: () => void) => {
      const started = performance.now();
      work();
      const called = performance.now();
      await vscode.commands.executeCommand('setContext', 'manylens.measured', called);
      return `${(called - started).toFixed(0)} + ${(performance.now() - called).toFixed(0)} ms`;
    };
    const type = vscode.window.createTextEditorDecorationType({
      borderWidth: '0 0 1px 0',
      borderStyle: 'solid',
    });
    const set = (count: number) =>
      timed(() =>
        editor.setDecorations(
          type,
          segments
            .slice(0, count)
            .map(({ start, end }) => new vscode.Range(document.positionAt(start), document.positionAt(end))),
        ),
      );
    await set(1);
    const [few, all] = [await set(inView), await set(20_000)];
    const spans = await timed(() => decorations.spans(document, { start: 0, end: 20_000 }));
    type.dispose();
    this.test!.title +=
      `: ${inView} in view are set in ${few} (host + window), all in ${all}; found in ${spans}`;
  });

  it('take the style of the settings, and nothing is left of the former', async () => {
    const { decorations } = await internals();
    const { document } = await analyzed('style.md', `${good}\n\n${bad}\n`);
    const editor = vscode.window.activeTextEditor!;
    const texts = () =>
      decorations.coloredIn(editor).map(({ start, end }) => document.getText().slice(start, end));
    await until('colours', () => texts().length > 0);
    const before = texts();
    await withSettings({ 'decorations.style': 'underline' }, async () => {
      await new Promise(resolve => setTimeout(resolve, 300));
      assert.deepEqual(texts().toSorted(), before.toSorted());
    });
    await withSettings({ 'decorations.enabled': false }, () =>
      until('no colours', () => texts().length === 0),
    );
    await until('colours again', () => texts().length === before.length);
  });
});
