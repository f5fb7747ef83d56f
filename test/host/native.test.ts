/** Scoring on the native library: in a process of its own, which may go down. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findNative, nativeHome } from '../../src/native/node/home.ts';
import { analyzed, closeEverything, internals, messagesOf, open, run, withSettings } from './support.ts';

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
      const thread = await analyzed('native.txt', text);
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

    it('that is set up is not set up again: the command says what runs', async () => {
      const messages = await messagesOf(() => run('setUpNative'));
      assert.equal(messages.length, 1, messages.join());
      assert.match(messages[0], /^TensorFlow \d.* works here: Node/);
    });
  }
});
