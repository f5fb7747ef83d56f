import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { StoreChange } from '../../src/host/scoreStore.ts';
import {
  closeEverything,
  internals,
  longText,
  messagesOf,
  open,
  run,
  until,
  withSettings,
} from './support.ts';

const review = Array.from(
  { length: 40 },
  (_, i) => `The ${i}th cup is good. The coffee in it is awful.\n\n`,
).join('');

/** What the journal says of each analysis since: segments in all, and those that were scored. */
async function analyses() {
  const { journal } = await internals();
  const { at } = journal.analyses.at(-1) ?? { at: '' };
  return () => journal.analyses.filter(one => one.at > at).map(({ segments, scored }) => [segments, scored]);
}

const insert = (line: number, character: number, text: string) =>
  vscode.window.activeTextEditor!.edit(edit => edit.insert(new vscode.Position(line, character), text));

const settled = (milliseconds = 1500) => new Promise(resolve => setTimeout(resolve, milliseconds));

/** Shows a document and waits for the scores that come by themselves. */
async function shown(name: string, content = review) {
  const { store } = await internals();
  const since = await analyses();
  const document = await open(name, content);
  const uri = document.uri.toString();
  await until('scores', () => store.get(uri)?.results);
  return { document, uri, store, since, results: () => store.get(uri)?.results };
}

describe('Live analysis, on type', () => {
  const onType = (work: () => Promise<void>) => () => withSettings({ run: 'onType' }, work);
  afterEach(closeEverything);

  it(
    'scores a document that is shown, and after an edit the sentence alone',
    onType(async () => {
      const { since, results, document } = await shown('type.md');
      await insert(0, 4, 'very ');
      await until('the second analysis', () => since().length === 2);
      assert.deepEqual(since(), [
        [80, 80],
        [80, 1],
      ]);
      await until('the new scores', () => results()?.segments.every(({ edited }) => !edited));
      assert.equal(results()?.version, document.version);
      assert.equal(results()?.outdated, false);
    }),
  );

  it(
    'analyzes a burst of keys together',
    onType(async () => {
      const { since, document, results } = await shown('burst.md');
      const keys = Array.from({ length: 20 }, () => vscode.commands.executeCommand('type', { text: 'x' }));
      await Promise.all(keys);
      const current = () => results()?.version === document.version;
      await until('the analysis', () => current() && results()?.segments.every(({ edited }) => !edited));
      await settled();
      const last = since();
      assert.ok(last.length < 10, `${last.length} analyses of ${document.version} versions`);
      // None where one that was cancelled had scored it.
      assert.ok(last.slice(1).every(([, scored]) => scored <= 1));
    }),
  );

  it(
    'changes nothing of the segments that were not edited, and keeps the edited one until its score comes',
    onType(async () => {
      const { store, uri, since, results } = await shown('still.md');
      const former = results()!.segments;
      const changes: StoreChange[] = [];
      const { dispose } = store.onDidChange(change => changes.push(change));
      await insert(20, 4, 'very ');
      assert.equal(results()?.segments.length, 80);
      assert.deepEqual(
        results()?.segments.flatMap(({ edited }, i) => (edited ? [i] : [])),
        [20],
      );
      await until('the new score', () => since().length === 2 && !results()?.segments[20].edited);
      dispose();
      const one = { from: 20, removed: 1, added: 1 };
      assert.deepEqual(
        changes.map(({ uri: of, segments }) => [of, segments]),
        [
          [uri, one],
          [uri, one],
        ],
      );
      results()?.segments.forEach((segment, i) => {
        if (i !== 20) assert.equal(segment.scores, former[i].scores);
      });
    }),
  );

  it(
    'sets no decoration again that stands where it was',
    onType(async () => {
      const { since, document } = await shown('painted.md');
      await settled();
      const editor = vscode.window.activeTextEditor!;
      const prototype = Object.getPrototypeOf(editor);
      const real = editor.setDecorations;
      let set = 0;
      const count = function (this: vscode.TextEditor, ...args: Parameters<typeof real>) {
        set++;
        return real.apply(this, args);
      };
      const owner = Object.hasOwn(editor, 'setDecorations') ? editor : prototype;
      owner.setDecorations = count;
      try {
        // Between two paragraphs: everything moves, nothing changes.
        await insert(1, 0, '\n');
        await until('the analysis', () => since().length === 2);
        await settled();
        assert.equal(set, 0);
        await insert(2 + 1, 4, 'bad ');
        await until('the next', () => since().length === 3);
        assert.deepEqual(since().at(-1), [80, 1]);
      } finally {
        owner.setDecorations = real;
      }
      assert.equal(document.isClosed, false);
    }),
  );

  it('takes up, after an edit, what the cancelled analysis had scored', () =>
    withSettings({ run: 'onType', runLimit: 2_000_000 }, async () => {
      const { store } = await internals();
      const since = await analyses();
      const document = await open('long.txt', longText(20_000));
      const uri = document.uri.toString();
      await until('progress', () => (store.get(uri)?.busy?.done ?? 0) > 1000);
      await insert(0, 0, 'Well. ');
      await until('the scores', () => store.get(uri)?.results, 60_000);
      const [[segments, scored]] = since();
      assert.equal(segments, 20_001);
      assert.ok(scored < 19_500, String(scored));
    }));

  it(
    'drops what is stale',
    onType(async () => {
      const { results, document } = await shown('stale.md');
      for (let i = 0; i < 5; i++) {
        await insert(0, 0, 'So. ');
        await settled(160);
      }
      await until('fresh scores', () => results()?.version === document.version);
      const text = document.getText();
      for (const { start, end } of results()!.segments)
        assert.match(text.slice(start, end), /^(?:So|The) ?.*\.$/);
    }),
  );

  it(
    'says nothing when there is no text, and goes on once there is',
    onType(async () => {
      const { store } = await internals();
      const messages = await messagesOf(async () => {
        const document = await open('empty-live.md', '');
        const uri = document.uri.toString();
        await until('no text', () => store.get(uri)?.problem?.kind === 'no-text');
        await insert(0, 0, 'This is good.');
        await until('scores', () => store.get(uri)?.results);
      });
      assert.deepEqual(messages, []);
    }),
  );

  it(
    'leaves alone what is not in sight',
    onType(async () => {
      const { document, uri, store, since, results } = await shown('hidden.md');
      await open('other.md', 'It is good.');
      await until('both', () => since().length === 2);
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, new vscode.Position(0, 0), 'New. ');
      await vscode.workspace.applyEdit(edit);
      await settled();
      assert.equal(since().length, 2);
      assert.equal(store.get(uri)?.results?.outdated, true);
      await vscode.window.showTextDocument(document);
      await until('scores', () => results()?.outdated === false);
      assert.deepEqual(since().at(-1), [81, 1]);
      await vscode.commands.executeCommand('workbench.action.files.revert');
    }),
  );

  it(
    'segments and scores a document anew in another language',
    onType(async () => {
      const { document, results, uri } = await shown('language.md', 'Call `it` good. It is.\n');
      assert.equal(results()?.segments.length, 2);
      await vscode.languages.setTextDocumentLanguage(document, 'plaintext');
      const { store } = await internals();
      await until('scores', () => store.get(uri)?.results?.segments[0].tokens === 6);
    }),
  );

  it(
    'is switched off and on again in this window',
    onType(async () => {
      const { policy } = await internals();
      const { since, results } = await shown('switch.md');
      await run('toggleLive');
      try {
        await insert(0, 0, 'One. ');
        await settled();
        assert.equal(since().length, 1);
        assert.equal(results()?.outdated, true);
      } finally {
        await run('toggleLive');
      }
      assert.equal(policy.live, true);
      await until('scores', () => results()?.outdated === false);
    }),
  );

  it('waits with a long document until somebody asks, and goes on with it', () =>
    withSettings({ run: 'onType', runLimit: 100 }, async () => {
      const { store, statusBar } = await internals();
      const since = await analyses();
      const document = await open('limit.md', review);
      const uri = document.uri.toString();
      await until('the status', () => statusBar.text === '$(eye) long text');
      await insert(0, 0, 'One. ');
      await settled();
      assert.deepEqual(store.get(uri), { problem: { kind: 'long' } });
      assert.deepEqual(since(), []);
      await run('analyzeDocument');
      await insert(0, 0, 'Two. ');
      await until('scores', () => since().length === 2);
      assert.deepEqual(since(), [
        [81, 81],
        [82, 1],
      ]);
    }));
});

describe('Live analysis, by setting', () => {
  const autoSave = (value: string | undefined) =>
    vscode.workspace.getConfiguration('files').update('autoSave', value);
  afterEach(async () => {
    await autoSave(undefined);
    await closeEverything();
  });

  it('on save: scores when a document is shown and saved, not when it is edited', () =>
    withSettings({ run: 'onSave' }, async () => {
      await autoSave('off');
      const { since, document } = await shown('save.md');
      await insert(0, 0, 'One. ');
      await settled();
      assert.equal(since().length, 1);
      await document.save();
      await until('scores', () => since().length === 2);
      assert.deepEqual(since().at(-1), [81, 1]);
    }));

  it('manual: scores nothing by itself', () =>
    withSettings({ run: 'manual' }, async () => {
      const since = await analyses();
      await open('manual.md', review);
      await insert(0, 0, 'One. ');
      await settled();
      assert.deepEqual(since(), []);
    }));

  it('is on type for prose and manual for code, unless somebody says otherwise', async () => {
    const { policy } = await internals();
    const user = vscode.workspace.getConfiguration('manylens');
    const modes = async () => {
      const found: string[] = [];
      for (const name of ['mode.md', 'mode.txt', 'mode.js']) found.push(policy.mode(await open(name, 'a')));
      return found;
    };
    assert.deepEqual(await modes(), ['manual', 'manual', 'manual']);
    await user.update('run', undefined, vscode.ConfigurationTarget.Global);
    try {
      assert.deepEqual(await modes(), ['onType', 'onType', 'manual']);
      await withSettings({ run: 'onSave' }, async () => {
        assert.deepEqual(await modes(), ['onSave', 'onSave', 'onSave']);
      });
    } finally {
      await user.update('run', 'manual', vscode.ConfigurationTarget.Global);
    }
  });
});
