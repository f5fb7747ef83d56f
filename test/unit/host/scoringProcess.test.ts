/** The process that scores natively, under the client that the editor uses: killed in the middle of a batch. */
import assert from 'node:assert/strict';
import process from 'node:process';
import { startScoringProcess } from '../../../src/host/node/scoringProcess.ts';
import { ScoringClient } from '../../../src/host/scoringClient.ts';
import { nativeHome } from '../../../src/native/node/home.ts';
import type { BackendName } from '../../../src/protocol/scores.ts';
import { backends } from '../model/support.ts';

const text = Array.from({ length: 600 }, (_, n) => `The ${n}th of these sentences is rather dull.`).join(' ');

/** A client over real processes, and the ids of those that it started. */
function clientOf() {
  const ids: number[] = [];
  const client = new ScoringClient(events => {
    // Built before the tests run.
    const connection = startScoringProcess('dist/scorer.js', nativeHome(), events, () => undefined);
    ids.push(connection.pid!);
    return connection;
  }, Date.now);
  return { client, ids };
}

for (const backend of backends.filter((name): name is BackendName => name !== 'cpu')) {
  describe(`The scoring process on ${backend}`, () => {
    it('that is killed in the middle of its work is started again once, and loses nothing', async () => {
      const { client, ids } = clientOf();
      const deaths: string[] = [];
      client.onDidDie(reason => deaths.push(reason));
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
