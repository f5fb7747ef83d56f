/** Scoring on the native library: in a process of its own, which may go down. */
import assert from 'node:assert/strict';
import { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Results } from '../../src/host/scoreStore.ts';
import { findNative, nativeHome } from '../../src/native/node/home.ts';
import { preferred } from '../../src/native/node/preference.ts';
import {
  analyzed,
  baseModel,
  closeEverything,
  extension,
  internals,
  longText,
  messagesOf,
  open,
  run,
  until,
  withSettings,
} from './support.ts';

const SENTENCES = 3000;

/** Runs `work` with the native library's folder elsewhere. The setting is the machine's: no workspace can say it. */
async function withHome(home: string, work: () => Promise<void>): Promise<void> {
  const before = process.env.MANYLENS_NATIVE_HOME;
  process.env.MANYLENS_NATIVE_HOME = home;
  try {
    await work();
  } finally {
    if (before === undefined) delete process.env.MANYLENS_NATIVE_HOME;
    else process.env.MANYLENS_NATIVE_HOME = before;
  }
}

/** Runs `work` with the processes that are started meanwhile, in order. */
async function withProcesses(work: (started: ChildProcess[]) => Promise<void>): Promise<void> {
  // `fork` calls it, and it is no part of Node's types.
  const prototype = ChildProcess.prototype as ChildProcess & { spawn(...options: unknown[]): unknown };
  const real = prototype.spawn;
  const started: ChildProcess[] = [];
  prototype.spawn = function (this: ChildProcess, ...options) {
    started.push(this);
    return Reflect.apply(real, this, options);
  };
  try {
    await work(started);
  } finally {
    prototype.spawn = real;
  }
}

/** The last process that scores: VS Code looks for ports by processes of its own, in the same host. */
const scorerOf = (started: ChildProcess[]) =>
  started.findLast(({ spawnargs }) => spawnargs.some(argument => argument.endsWith('scorer.js')));

/** Analyzes a text; kills who scores it, in the middle of a batch, so many times. */
async function killed(name: string, times: number): Promise<Results> {
  const { client, store } = await internals();
  client.stop();
  let deaths = 0;
  const listening = client.onDidDie(() => deaths++);
  let results: Results | undefined;
  await withProcesses(async started => {
    const uri = (await open(name, longText(SENTENCES))).uri.toString();
    const analysis = run('analyzeDocument');
    for (let n = 0; n < times; n++) {
      await until('a batch is scored', () => (store.get(uri)?.busy?.done ?? 0) > 0, 60_000);
      store.set(uri, { busy: { done: 0, total: 0 } });
      await until('it is gone', () => deaths > n || void scorerOf(started)?.kill('SIGKILL'));
    }
    await analysis;
    results = store.get(uri)?.results;
    assert.ok(results, JSON.stringify(store.get(uri)?.problem));
    assert.equal(results.segments.length, SENTENCES);
  });
  listening.dispose();
  assert.equal(deaths, times);
  return results!;
}

/** The native library, as one that was measured to be the quicker one. */
async function withPreferred(home: string, work: () => Promise<void>): Promise<void> {
  const real = join(nativeHome(), 'current');
  mkdirSync(home, { recursive: true });
  symlinkSync(real, join(home, 'current'));
  await withHome(home, async () => {
    await preferred('score', baseModel.fsPath, join(extension.extensionPath, 'dist', 'native.js'));
    const file = join(home, 'preferences.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"name":"wasm"', '"name":"tensorflow"'));
    await work();
  });
}

describe('The native backend', () => {
  let empty: string;
  before(() => {
    empty = mkdtempSync(join(tmpdir(), 'manylens-native-'));
  });
  beforeEach(async () => (await internals()).client.resume());
  afterEach(closeEverything);
  after(() => rmSync(empty, { recursive: true, force: true }));

  it('that is asked for and not set up is an error in words, and the thread scores again afterwards', async () => {
    const { store } = await internals();
    await withHome(empty, async () => {
      await withSettings({ backend: 'tensorflow' }, async () => {
        const document = await open('native-missing.txt', 'This is a rather good day.');
        await run('analyzeDocument');
        const problem = store.get(document.uri.toString())?.problem;
        assert.ok(problem?.kind === 'error');
        assert.match(problem.message, /"tensorflow".*native install/);
      });
    });
    const { results } = await analyzed('native-missing.txt', 'This is a rather good day.');
    assert.notEqual(results.model.backend, 'tensorflow');
  });

  it('is not fetched without a yes that knows the size', async () => {
    await withHome(empty, async () => {
      const messages = await messagesOf(() => run('setUpNative'));
      assert.equal(messages.length, 1, messages.join());
      assert.match(messages[0], /^Set up the native TensorFlow library\?$|cannot be set up/);
    });
    assert.equal(findNative(empty).files, undefined);
  });

  // scripts/test.mjs says loudly where the library is not set up.
  if (findNative(nativeHome()).files !== undefined) {
    it('scores in a process of its own, like the thread does', async () => {
      const text = 'This is a wonderful day. I hate the rain, and the train was late again.';
      const thread = await withSettings({ precision: 'float' }, () => analyzed('native.txt', text));
      await withSettings({ backend: 'tensorflow' }, async () => {
        const { results } = await analyzed('native.txt', text);
        assert.equal(results.model.backend, 'tensorflow');
        results.segments.forEach(({ scores }, n) => {
          for (const [task, { probabilities }] of Object.entries(scores))
            probabilities.forEach((p, k) => {
              const other = thread.results.segments[n].scores[task].probabilities[k];
              assert.ok(Math.abs(p - other) < 1e-4, `${task}: ${p} and ${other}`);
            });
        });
      });
    });

    it('that goes down in the middle of a batch starts again, and loses nothing', async () => {
      await withSettings({ backend: 'tensorflow' }, async () => {
        const { model } = await killed('native-killed.txt', 1);
        assert.equal(model.backend, 'tensorflow');
      });
    });

    it('that goes down twice is given up by auto, which says so once', async () => {
      const mentioned: string[] = [];
      const real = vscode.window.setStatusBarMessage;
      Object.assign(vscode.window, { setStatusBarMessage: (text: string) => mentioned.push(text) });
      try {
        await withPreferred(join(empty, 'preferred'), async () => {
          const { model } = await killed('native-killed-twice.txt', 2);
          assert.equal(model.backend, 'wasm');
          assert.equal((await internals()).client.paused, false);
        });
      } finally {
        Object.assign(vscode.window, { setStatusBarMessage: real });
      }
      assert.equal(mentioned.filter(text => /WebAssembly scores from here on/.test(text)).length, 1);
    });

    it('that is set up is not set up again: the command says what runs', async () => {
      const messages = await messagesOf(() => run('setUpNative'));
      assert.equal(messages.length, 1, messages.join());
      assert.match(messages[0], /^TensorFlow \d.* works here: Node/);
    });
  }
});
