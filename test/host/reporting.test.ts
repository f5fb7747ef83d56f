/** What a maintainer gets to see of a failure, and what nobody does. */
import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { errors } from '../../src/base/errors.ts';
import { inWords } from '../../src/host/inWords.ts';
import { analyzed, closeEverything, extension, internals, messagesOf, open, run, until } from './support.ts';

const secret = 'Nobody may ever read that Ada loves the moon.';

describe('A report', () => {
  const settings = () => vscode.workspace.getConfiguration('manylens');
  afterEach(async () => {
    await settings().update('model.path', undefined, vscode.ConfigurationTarget.Workspace);
    await closeEverything();
  });

  it('has versions, settings, errors with codes and durations; no text, no document, no home folder', async () => {
    const { reporter } = await internals();
    await analyzed('diary.md', secret);
    await messagesOf(async () => {
      await open('diary.md', secret);
      await settings().update(
        'model.path',
        join(homedir(), 'no-model'),
        vscode.ConfigurationTarget.Workspace,
      );
      await run('analyzeDocument');
      // The change of a setting may be heard of after it was made.
      await until('the error', () => reporter.text().includes('bad-bundle: The model at ~'));
    });
    const text = reporter.text();
    for (const part of [
      `- Manylens ${extension.packageJSON.version}\n`,
      vscode.version,
      `${process.platform} ${process.arch}`,
      `Node ${process.versions.node}`,
      'manylens.model.path = "~',
      'Model: ~',
      'bad-bundle: The model at ~',
      `| 1 | ${secret.length} |`,
    ])
      assert.ok(text.includes(part), `${part} is missing in\n${text}`);
    assert.match(text, /\n +at .*worker\.js/);
    for (const hidden of ['Ada', 'diary', homedir()])
      assert.ok(!text.includes(hidden), `${hidden} in\n${text}`);
  });

  it('goes to the clipboard on one command, which says so', async () => {
    const { reporter } = await internals();
    const messages = await messagesOf(() => run('copyReport'));
    assert.match(messages.join('\n'), /^The report is in the clipboard/);
    assert.equal(await vscode.env.clipboard.readText(), reporter.text());
  });
});

describe('An error', () => {
  it('that nobody foresaw is said in words, with the way to report it', async () => {
    const { analyzer, store, client } = await internals();
    const document = await open('odd.md', 'This is a good sentence.');
    const messages = await messagesOf(async () => {
      const real = client.analyze;
      client.analyze = () => Promise.reject(new TypeError('x is not a function'));
      try {
        await analyzer.analyze(document);
      } finally {
        client.analyze = real;
      }
    });
    assert.match(
      messages.join('\n'),
      /^Manylens met an error that it did not expect: x is not a function\. Run/,
    );
    const problem = store.get(document.uri.toString())?.problem;
    assert.deepEqual(problem?.kind === 'error' && problem.steps.map(({ command }) => command), [
      'manylens.copyReport',
      'manylens.openLog',
    ]);
    await closeEverything();
    await until('closed', () => document.isClosed);
  });

  it('is said as its sentence has it', () => {
    const error = errors.badInput('a {0}', 'b {1}', 'c');
    assert.equal(inWords(error), 'c: expected a {0}, found b {1}.');
  });
});
