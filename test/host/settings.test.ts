import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { changeSetting, misfits, setting } from '../../src/host/settings.ts';
import { SettingsCheck } from '../../src/host/settingsCheck.ts';
import {
  analyzed,
  closeEverything,
  internals,
  messagesOf,
  open,
  run,
  until,
  withSettings,
} from './support.ts';

const review = 'The sound is wonderful and I love it.\n\nThe microphone is terrible, I hate it.\n';

describe('A setting with a value that cannot be used', () => {
  afterEach(closeEverything);

  const check = (key: string, value: unknown, path: string[] = []) =>
    it(`${key}: ${JSON.stringify(value)} gives way to the default`, async () => {
      const { active, store, client, models, log } = await internals();
      const name = key as Parameters<typeof setting>[0];
      const usual = setting(name);
      const messages = await messagesOf(() =>
        withSettings({ [key]: value }, () => {
          assert.deepEqual(setting(name), usual);
          assert.deepEqual(misfits(), [{ key: `manylens.${key}`, path }]);
          // One that has told nothing yet: the extension's own may have told of this.
          const own = new SettingsCheck(active, store, client, models, log);
          own.check();
          own.dispose();
        }),
      );
      const told = `The setting manylens.${key} has a value that cannot be used`;
      assert.ok(
        messages.some(message => message.includes(told)),
        messages.join('\n'),
      );
    });

  check('tasks', 'sentiment');
  check('tasks', [7], ['0']);
  check('thresholds', { sentiment: 2 }, ['sentiment']);
  check('thresholds', { sentiment: 'high' }, ['sentiment']);
  check('decorations.enabled', 'yes');
  check('decorations.style', 'dotted');
  check('decorations.task', 7);
  check('decorations.labels', null);
  check('colors', { sentiment: { positive: 'red; } body { display: none' } }, ['sentiment', 'positive']);
  check('codeLens', true);
  check('problems.severity', 'fatal');
  check('problems.labels', { sentiment: 'negative' }, ['sentiment']);
  check('model.path', 7);
  check('backend', 'quantum');

  it('is told once, however often it is looked at', async () => {
    const { document } = await analyzed('once.md', review);
    const messages = await messagesOf(() =>
      withSettings({ 'hover.enabled': 'perhaps' }, async () => {
        await run('analyzeDocument');
        await withSettings({ codeLens: 'off' }, () => run('analyzeDocument'));
        assert.ok((await internals()).store.get(document.uri.toString())?.results);
      }),
    );
    assert.equal(messages.length, 1, messages.join('\n'));
  });
});

describe('A setting that names what the model lacks', () => {
  afterEach(closeEverything);

  const check = (key: string, value: unknown, name: string) =>
    it(`${key}: says so, and what there is`, async () => {
      const messages = await messagesOf(() =>
        withSettings({ [key]: value }, async () => {
          await analyzed('unknown.md', review);
          await new Promise(resolve => setTimeout(resolve, 300));
        }),
      );
      assert.equal(messages.length, 1, messages.join('\n'));
      assert.match(messages[0], new RegExp(`The setting manylens\\.${key} names “${name}”.* it has `));
    });

  check('tasks', ['sentiment', 'weather'], 'weather');
  check('thresholds', { climate: 0.5 }, 'climate');
  check('decorations.task', 'mood', 'mood');
  check('decorations.labels', ['rainy'], 'rainy');
  check('colors', { sentiment: { sunny: 'charts.red' } }, 'sunny');
  check('problems.labels', { toxicity: ['poisonous'] }, 'poisonous');
});

describe('changeSetting', () => {
  afterEach(closeEverything);

  const inspect = (document?: vscode.TextDocument) =>
    vscode.workspace.getConfiguration('manylens', document).inspect<boolean>('decorations.enabled')!;
  const { Global, Workspace } = vscode.ConfigurationTarget;

  /** Sets `true` at a place and changes it there; whatever was written is taken back. */
  const check = (
    title: string,
    target: vscode.ConfigurationTarget | undefined,
    language: boolean,
    found: (inspected: ReturnType<typeof inspect>) => boolean | undefined,
  ) =>
    it(title, async () => {
      const document = await open('place.md', review);
      const configuration = () => vscode.workspace.getConfiguration('manylens', document);
      if (target !== undefined) await configuration().update('decorations.enabled', true, target, language);
      try {
        await changeSetting('decorations.enabled', false, document);
        assert.equal(found(inspect(document)), false);
        assert.equal(setting('decorations.enabled', document), false);
      } finally {
        await configuration().update('decorations.enabled', undefined, target ?? Global, language);
      }
      assert.equal(setting('decorations.enabled', document), true);
    });

  check('changes the user’s where it is set nowhere', undefined, false, found => found.globalValue);
  check('changes the workspace’s where it is set there', Workspace, false, found => found.workspaceValue);
  check('changes a language’s in the workspace', Workspace, true, found => found.workspaceLanguageValue);
  check('changes a language’s of the user', Global, true, found => found.globalLanguageValue);
});

describe('Tasks and thresholds', () => {
  afterEach(closeEverything);

  it('scores and shows the tasks that are wanted, and all of them again at once', async () => {
    const { store, tree } = await internals();
    const uri = await withSettings({ tasks: ['toxicity', 'emotion'] }, async () => {
      const { document, results } = await analyzed('tasks.md', review);
      const ids = results.model.tasks.map(({ id }) => id);
      assert.deepEqual(ids.toSorted(), ['emotion', 'toxicity']);
      assert.deepEqual(Object.keys(results.segments[0].scores).toSorted(), ['emotion', 'toxicity']);
      assert.equal(tree.getChildren().filter(({ kind }) => kind === 'task').length, 2);
      return document.uri.toString();
    });
    await until('all tasks', () => (store.get(uri)?.results?.model.tasks.length ?? 0) > 2);
  });

  it('abstains below a threshold of the user’s', async () => {
    const { store } = await internals();
    const { document, results } = await analyzed('threshold.md', review);
    const labels = () =>
      store.get(document.uri.toString())!.results!.segments.map(({ scores }) => scores.sentiment.label);
    assert.ok(results.segments.some(({ scores }) => scores.sentiment.label !== null));
    await withSettings({ thresholds: { sentiment: 1 } }, () =>
      until('abstaining', () => labels().every(label => label === null)),
    );
    await until('answers', () => labels().some(label => label !== null));
  });
});

describe('Colours of the user’s', () => {
  afterEach(closeEverything);

  it('reach editor, tree and hover', async () => {
    const { tree, decorations } = await internals();
    const { document } = await analyzed('colours.md', review);
    await withSettings({ colors: { sentiment: { positive: 'charts.purple' } } }, async () => {
      assert.ok([...decorations.spans(document).keys()].includes('charts.purple'));
      const task = tree.getChildren().find(row => row.kind === 'task' && row.task.id === 'sentiment');
      const icons = tree.getChildren(task).map(row => tree.getTreeItem(row).iconPath as vscode.ThemeIcon);
      assert.ok(icons.some(({ color }) => color?.id === 'charts.purple'));
      const [hover] = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        document.positionAt(5),
      );
      assert.match((hover.contents[0] as vscode.MarkdownString).value, /var\(--vscode-charts-purple\)/);
    });
  });
});

describe('The hover', () => {
  afterEach(closeEverything);

  it('can be switched off', async () => {
    const { hover } = await internals();
    const { document } = await analyzed('hover.md', review);
    const { token } = new vscode.CancellationTokenSource();
    const provided = () => hover.provideHover(document, document.positionAt(5), token);
    assert.ok(await provided());
    await withSettings({ 'hover.enabled': false }, async () => assert.equal(await provided(), undefined));
  });
});
