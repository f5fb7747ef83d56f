/** The process that scores natively, under the client that the editor uses: killed in the middle of a batch, or deaf. */
import assert from 'node:assert/strict';
import process from 'node:process';
import { inEnglish } from '../../../src/base/words.ts';
import { startScoringProcess } from '../../../src/host/node/scoringProcess.ts';
import { ScoringClient } from '../../../src/host/scoringClient.ts';
import { nativeHome } from '../../../src/native/node/home.ts';
import type { BackendName } from '../../../src/protocol/scores.ts';
import { backends } from '../model/support.ts';

const text = Array.from({ length: 600 }, (_, n) => `The ${n}th of these sentences is rather dull.`).join(' ');

/** A client over real processes, and the ids of those that it started. */
function clientOf(hearing?: number) {
  const ids: number[] = [];
  const client = new ScoringClient(
    events => {
      // Built before the tests run.
      const connection = startScoringProcess('dist/scorer.js', nativeHome(), events, () => undefined);
      ids.push(connection.pid!);
      return connection;
    },
    Date.now,
    hearing,
  );
  return { client, ids };
}

for (const backend of backends.filter((name): name is BackendName => name !== 'cpu')) {
  describe(`The scoring process on ${backend}`, () => {
    it('that is killed in the middle of its work is started again once, and loses nothing', async () => {
      const { client, ids } = clientOf();
      const deaths: string[] = [];
      client.onDidDie(reason => deaths.push(inEnglish(reason)));
      const model = { location: 'models/base', backend };
      const request = { text, languageId: 'plaintext' };
      const score = (progress: (done: number) => void) =>
        client.score(model, request, new AbortController().signal, progress);
      let killed = false;
      const { segments, model: answered } = await score(done => {
        if (done === 0 || killed) return;
        killed = true;
        process.kill(ids[0], 'SIGKILL');
      });
      assert.equal(answered.backend, backend);
      assert.equal(segments.length, 600);
      assert.deepEqual(deaths, ['it ended with SIGKILL']);
      assert.equal(ids.length, 2);
      const undisturbed = await score(() => undefined);
      assert.deepEqual(undisturbed.segments, segments);
      client.dispose();
    }).timeout(120_000);
  });
}

describe('The scoring process', () => {
  it('that is looking for the sentences of a long text, and hears no cancel, gives way to another one', async () => {
    const { client, ids } = clientOf(200);
    const deaths: string[] = [];
    client.onDidDie(reason => deaths.push(inEnglish(reason)));
    const model = { location: 'models/base', backend: 'wasm' } as const;
    await client.load(model);
    const abort = new AbortController();
    const document = { uri: 'untitled:long', languageId: 'plaintext', version: 1, known: undefined };
    const request = () => {
      setImmediate(() => abort.abort());
      return { ...document, change: { text: text.repeat(1000) } };
    };
    const long = client.analyze(model, request, abort.signal, () => undefined);
    await assert.rejects(long, { code: 'cancelled' });
    const small = { text: 'It is short, and waits.', languageId: 'plaintext' };
    const short = client.score(model, small, new AbortController().signal, () => undefined);
    assert.equal((await short).segments.length, 1);
    assert.deepEqual([ids.length, deaths, client.paused], [2, [], false]);
    client.dispose();
  }).timeout(120_000);
});
