/** The scoring worker killed in the middle of its work, once and again. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { scoringThread } from './scoringThread.ts';
import { analyzed, closeEverything, internals, longText, messagesOf, open, run, until } from './support.ts';

/** Analyzes a text that takes a while, and kills the worker `times` times while it is at it. */
async function analyzedUnderFire(name: string, times: number, sentences?: number) {
  const { store } = await internals();
  const uri = (await open(name, longText(sentences))).uri.toString();
  const progress = () =>
    new Promise<void>(resolve => {
      const listening = store.onDidChange(() => {
        if ((store.get(uri)?.busy?.done ?? 0) === 0) return;
        listening.dispose();
        resolve();
      });
    });
  const analysis = run('analyzeDocument');
  for (let n = 0; n < times; n++) {
    await progress();
    await (await scoringThread()).terminate();
  }
  await analysis;
  return store.get(uri);
}

/** What is said in passing, in the status bar. */
async function mentionsOf(work: () => Promise<unknown>): Promise<string[]> {
  const said: string[] = [];
  const window = vscode.window as { setStatusBarMessage: unknown };
  const real = window.setStatusBarMessage;
  window.setStatusBarMessage = (message: string) => void said.push(message);
  try {
    await work();
  } finally {
    window.setStatusBarMessage = real;
  }
  return said;
}

describe('The scoring worker', () => {
  beforeEach(async () => (await internals()).client.resume());
  afterEach(closeEverything);
  after(async () => (await internals()).client.resume());

  it('that is killed starts again and does its work again; the user is told once', async () => {
    let entry: Awaited<ReturnType<typeof analyzedUnderFire>>;
    let mentions: string[] = [];
    const messages = await messagesOf(async () => {
      mentions = await mentionsOf(async () => {
        entry = await analyzedUnderFire('killed.txt', 1, 1500);
      });
    });
    assert.equal(entry?.results?.segments.length, 1500);
    assert.deepEqual(messages, []);
    assert.deepEqual(mentions, ['Manylens: the scoring worker stopped, and is started again.']);
  });

  it('that is killed again pauses the analysis, and says so in one message and in the status bar', async () => {
    const { client, statusBar } = await internals();
    let entry: Awaited<ReturnType<typeof analyzedUnderFire>>;
    const messages = await messagesOf(async () => {
      entry = await analyzedUnderFire('killed-twice.txt', 2);
    });
    assert.equal(messages.length, 1, messages.join('\n'));
    assert.match(messages[0], /^Analysis is paused, because the scoring worker stopped twice/);
    const problem = entry?.problem;
    assert.ok(problem?.kind === 'error' && problem.code === 'scoring-paused');
    assert.deepEqual(
      problem.steps.map(({ command }) => command),
      ['manylens.resume', 'manylens.copyReport', 'manylens.openLog'],
    );
    assert.deepEqual([client.paused, client.running], [true, false]);
    await until('the status bar says so', () => statusBar.text === '$(debug-pause) Manylens is paused');
  });

  it('goes on after one click on the message', async () => {
    const { client, store } = await internals();
    let uri = '';
    await messagesOf(async () => {
      await analyzedUnderFire('resumed.txt', 2, 1500);
      uri = vscode.window.activeTextEditor!.document.uri.toString();
      await until('scores', () => store.get(uri)?.results, 60_000);
    }, 'Resume');
    assert.equal(store.get(uri)?.results?.segments.length, 1500);
    assert.equal(client.paused, false);
    await analyzed('after.md', 'This is a good sentence.');
  });
});
