import assert from 'node:assert/strict';
import { existsSync, mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { errors } from '../../src/base/errors.ts';
import { Finetuner, type Trainer } from '../../src/host/finetune.ts';
import { Notifier } from '../../src/host/notifier.ts';
import type { FinetuneRequest } from '../../src/protocol/training.ts';
import { analyzed, baseModel, internals, messagesOf, open, run, until, untrusted } from './support.ts';
import {
  answering,
  manylens,
  models,
  place,
  rowOf,
  threeVersions,
  tidy,
  version,
  versionRows,
} from './versionsSupport.ts';

const location = async () => (await internals()).models.current.location;

describe('The versions of the model', () => {
  afterEach(tidy);

  it('are in the model view, newest first, with what they were made of, and the base is the last', async () => {
    threeVersions();
    mkdirSync(place('letters'));
    mkdirSync(place('fourth.partial-1'));
    await run('useModel', await rowOf('second'));
    const rows = await versionRows();
    assert.deepEqual(
      rows.map(({ label, kind }) => [label, kind]),
      [
        ['third', 'version'],
        ['second', 'versionInUse'],
        ['first', 'version'],
        ['letters', 'brokenVersion'],
        ['base', 'base'],
      ],
    );
    assert.match(rows[0].description ?? '', /2026.* · labels: 34 · .*macro F1 0\.\d\d/);
    assert.match(rows[1].description ?? '', /^in use · /);
    const before = rows[1].children?.find(({ label }) => label === 'Version before');
    assert.equal(before?.description, 'first');
  });

  it('are none at first, and a click fine-tunes', async () => {
    const [empty, base] = await versionRows();
    assert.deepEqual([empty.label, empty.command, base.kind], ['None yet', 'finetune', 'baseInUse']);
    assert.match((await messagesOf(() => run('switchModel'))).join(), /^There are no model versions yet/);
  });

  it('show as soon as one is there, whoever put it there', async () => {
    const { modelView } = await internals();
    let told = 0;
    const listening = modelView.onDidChangeTreeData(() => told++);
    mkdirSync(models, { recursive: true });
    version('first');
    await until('the view hears of it', () => told > 0);
    listening.dispose();
  });

  it('are switched between by name, rolled back, and the base is there at last', async () => {
    const [first, second, third] = threeVersions();
    const offered: string[] = [];
    const choose = (items: readonly { label: string }[]) => {
      offered.push(...items.map(({ label }) => label));
      return items.find(({ label }) => label === 'third');
    };
    await answering('showQuickPick', choose, () => run('switchModel'));
    assert.deepEqual(offered, ['third', 'second', 'first', 'base']);
    assert.equal(await location(), third);
    const { results } = await analyzed('versions.md', 'This is a good sentence.');
    assert.equal(results.model.location, third);
    for (const expected of [second, first, baseModel.fsPath]) {
      await run('rollBackModel');
      assert.equal(await location(), expected);
    }
    const messages = await messagesOf(() => run('rollBackModel'));
    assert.match(messages.join(), /^No fine-tuned model is in use/);
  });

  it('remember what is before them when that is gone', async () => {
    const [first, second, third] = threeVersions();
    await run('useModel', await rowOf('third'));
    rmSync(second, { recursive: true });
    rmSync(third, { recursive: true });
    await run('rollBackModel');
    assert.equal(await location(), first);
  });

  it('name the one in use where another is tuned, which starts from the base all the same', async () => {
    threeVersions();
    await run('useModel', await rowOf('third'));
    writeFileSync(join(manylens, 'labels.jsonl'), '');
    const { models: choice, log, journal } = await internals();
    const asked: FinetuneRequest[] = [];
    const train: Trainer = async request => {
      asked.push(request);
      throw errors.cancelled();
    };
    await assert.rejects(
      new Finetuner(train, choice, new Notifier(log, journal, choice), log, { show: () => {} }).run(
        undefined,
      ),
    );
    const [{ model, parent, at }] = asked;
    assert.deepEqual([model, parent], [baseModel.fsPath, place('third')]);
    assert.ok(Math.abs(Date.parse(at ?? '') - Date.now()) < 60_000, at);
  });

  it('are deleted after a yes, and the one before takes the place', async () => {
    const [, second, third] = threeVersions();
    await run('useModel', await rowOf('third'));
    await messagesOf(() => run('deleteModel', { location: third }));
    assert.ok(existsSync(third));
    const messages = await messagesOf(() => run('deleteModel', { location: third }), 'Delete');
    assert.deepEqual(messages, ['Delete the model version third?']);
    assert.equal(existsSync(third), false);
    assert.equal(await location(), second);
  });

  it('are compared side by side, and on the document at hand; the one in use stays loaded', async () => {
    threeVersions();
    await run('useModel', await rowOf('third'));
    await analyzed('compared.md', 'This is a good sentence. That is a bad one.');
    await run('compareWithCurrent', await rowOf('second'));
    const shown = () =>
      vscode.workspace.textDocuments.find(
        ({ isUntitled, languageId }) => isUntitled && languageId === 'markdown',
      );
    const text = shown()?.getText() ?? '';
    assert.match(text, /^# third and second$/m);
    assert.match(text, /^\| Labels \| sentiment: 30, irony: 4 \| sentiment: 12 \|$/m);
    assert.match(text, /^\| Sentiment \| (0\.\d\d) \| \1 \| (\d+%) \| \2 \|$/m);
    assert.match(text, /^## In compared\\\.md$/m);
    assert.match(text, /differs in 0 of 2 sentences/);
    assert.equal((await internals()).client.loaded?.location, place('third'));
  });
});

describe('A version that vanished or broke', () => {
  afterEach(tidy);

  /** @param damage what happens to the second and the third, which is in use */
  function check(
    name: string,
    damage: (...versions: string[]) => void,
    expected: () => string,
    said: RegExp,
  ) {
    it(`${name}, with one message, and scoring goes on`, async () => {
      const versions = threeVersions();
      await run('useModel', await rowOf('third'));
      damage(...versions);
      const document = await open('fallback.md', 'This is a good sentence.');
      const { store, client } = await internals();
      // A worker that has a model needs its folder no more.
      client.stop();
      const messages = await messagesOf(async shown => {
        await run('analyzeDocument');
        const results = () => store.get(document.uri.toString())?.results;
        await until('scores', () => results()?.model.location === expected());
        await until('the message', () => shown.length > 0);
      });
      assert.equal(messages.length, 1, messages.join('\n'));
      assert.match(messages[0], said);
      assert.equal(await location(), expected());
    });
  }

  const remove = (version: string) => rmSync(version, { recursive: true });
  const cut = (version: string) => truncateSync(join(version, 'weights.bin'), 1000);
  check(
    'that is truncated gives way to the one before',
    (_first, _second, third) => cut(third),
    () => place('second'),
    /^Missing or damaged: third\. Manylens goes on with second /,
  );
  check(
    'that is deleted does, too',
    (_first, _second, third) => remove(third),
    () => place('second'),
    /^Missing or damaged: third\. Manylens goes on with second /,
  );
  check(
    'gives way to the one before that where that is damaged',
    (_first, second, third) => {
      cut(second);
      remove(third);
    },
    () => place('first'),
    /^Missing or damaged: third, second\. Manylens goes on with first /,
  );
  check(
    'gives way to the base where all of them are gone',
    (...versions) => versions.forEach(remove),
    () => baseModel.fsPath,
    /^Missing or damaged: third\. Manylens goes on with base /,
  );
});

describe('Versions in Restricted Mode', () => {
  afterEach(tidy);

  it('are neither listed nor loaded, and their commands say why', async () => {
    const [, , third] = threeVersions();
    await run('useModel', await rowOf('third'));
    await untrusted(async () => {
      assert.equal(await location(), baseModel.fsPath);
      assert.deepEqual(
        (await versionRows()).map(({ label, kind }) => [label, kind]),
        [
          ['Restricted Mode', 'group'],
          ['base', 'baseInUse'],
        ],
      );
      const names = ['useModel', 'switchModel', 'rollBackModel', 'compareWithCurrent', 'compareModels'];
      for (const name of [...names, 'exportModel', 'importModel', 'deleteModel']) {
        const messages = await messagesOf(() => run(name, { location: third }), 'Delete');
        assert.match(messages.join(), /^Restricted Mode: Manylens loads models of a workspace only/, name);
      }
    });
    assert.ok(existsSync(third));
    assert.equal(await location(), third);
  });
});

describe('A new base', () => {
  afterEach(tidy);

  it('is a reason to offer fine-tuning again, once', async () => {
    version('older', { weights: 'b'.repeat(64) });
    version('old', { weights: 'b'.repeat(64), after: 'older' });
    writeFileSync(join(manylens, 'labels.jsonl'), '');
    const { client, models: choice } = await internals();
    const messages = await messagesOf(async shown => {
      await run('useModel', await rowOf('older'));
      await client.load(choice.current);
      await until('the offer', () => shown.length > 0);
      await run('useModel', await rowOf('old'));
      await client.load(choice.current);
      await new Promise(resolve => setTimeout(resolve, 500));
    });
    assert.equal(messages.length, 1, messages.join('\n'));
    assert.match(messages[0], /^The model older was tuned on an older base \(base 0\)\. Fine-tune again/);
  });
});
