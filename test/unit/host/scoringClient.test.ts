import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, errors } from '../../../src/base/errors.ts';
import { Emitter } from '../../../src/base/events.ts';
import { inEnglish } from '../../../src/base/words.ts';
import { ScoringClient } from '../../../src/host/scoringClient.ts';
import type { ScoreReply, ScoringEvents, ScoringService } from '../../../src/protocol/worker.ts';
import { model } from './samples.ts';

/** A connection whose replies the test gives; one that is `deaf` hears no cancel. */
function connection(deaf: boolean) {
  const ended = new Emitter<string>();
  const end = () => {
    for (const reply of [...replies.values(), hearing]) reply.reject(errors.workerGone('killed'));
    ended.fire('killed');
  };
  const replies = new Map<number, PromiseWithResolvers<ScoreReply>>();
  const cancelled: number[] = [];
  const hearing = Promise.withResolvers<void>();
  hearing.promise.catch(() => undefined);
  if (!deaf) hearing.resolve();
  const service: ScoringService = {
    load: async () => model,
    score: ({ id }) => {
      replies.set(id, Promise.withResolvers());
      return replies.get(id)!.promise;
    },
    analyze: async () => undefined,
    explain: async () => undefined,
    close: () => undefined,
    segments: async () => [],
    headings: async () => [],
    labels: async () => ({ labels: [], skipped: [] }),
    labelProblems: async () => [],
    cancel: id => {
      cancelled.push(id);
      return hearing.promise;
    },
  };
  return {
    replies,
    cancelled,
    service,
    onDidEnd: ended.event,
    dispose: end,
    die: end,
  };
}

function clientOf({ deaf = false, hearing = 60_000 } = {}) {
  const connections: ReturnType<typeof connection>[] = [];
  let events: ScoringEvents | undefined;
  const clock = { now: 0 };
  const died: string[] = [];
  const client = new ScoringClient(
    hear => {
      events = hear;
      connections.push(connection(deaf));
      return connections.at(-1)!;
    },
    () => clock.now,
    hearing,
  );
  client.onDidDie(reason => died.push(inEnglish(reason)));
  const ask = () => client.score(load, request, new AbortController().signal, () => undefined);
  return { client, connections, clock, died, ask, events: () => events! };
}

const request = { text: 'a', languageId: 'plaintext' };
const load = { location: '/models/sample', backend: 'auto' } as const;
const turn = () => new Promise(resolve => setImmediate(resolve));

describe('ScoringClient', () => {
  it('starts nothing before it is used', () => {
    const { client, connections } = clientOf();
    assert.equal(client.running, false);
    assert.equal(connections.length, 0);
  });

  it('resolves with the reply and hears progress until then', async () => {
    const { client, connections, events } = clientOf();
    const heard: number[] = [];
    const reply = client.score(load, request, new AbortController().signal, done => heard.push(done));
    await turn();
    events().progress(1, 3, 9);
    connections[0].replies.get(1)!.resolve({ model, segments: [] });
    assert.deepEqual(await reply, { model, segments: [] });
    events().progress(1, 9, 9);
    assert.deepEqual(heard, [3]);
  });

  it('rejects at once when it is cancelled, and tells the worker', async () => {
    const { client, connections } = clientOf();
    const abort = new AbortController();
    const reply = client.score(load, request, abort.signal, () => undefined);
    await turn();
    abort.abort();
    await assert.rejects(reply, error => codeOf(error) === 'cancelled');
    assert.deepEqual(connections[0].cancelled, [1]);
  });

  it('sends nothing that was cancelled before', async () => {
    const { client, connections } = clientOf();
    const reply = client.score(load, request, AbortSignal.abort(), () => undefined);
    await assert.rejects(reply, error => codeOf(error) === 'cancelled');
    assert.equal(connections[0].replies.size, 0);
  });

  it('asks a new worker for what was under way in one that died, and says once that it died', async () => {
    const { connections, died, ask } = clientOf();
    const replies = [ask(), ask()];
    await turn();
    connections[0].die();
    await turn();
    assert.equal(connections.length, 2);
    for (const reply of connections[1].replies.values()) reply.resolve({ model, segments: [] });
    assert.deepEqual(await Promise.all(replies), Array(2).fill({ model, segments: [] }));
    assert.deepEqual(died, ['killed']);
  });

  it('pauses where the next one dies too, until it is resumed', async () => {
    const { client, connections, ask } = clientOf();
    const reply = ask();
    const refused = assert.rejects(reply, error => codeOf(error) === 'scoring-paused');
    for (const n of [0, 1]) {
      await turn();
      connections[n].die();
    }
    await refused;
    await assert.rejects(client.load(load), error => codeOf(error) === 'scoring-paused');
    assert.deepEqual([client.paused, connections.length], [true, 2]);
    client.resume();
    assert.deepEqual(await client.load(load), model);
    assert.deepEqual([client.paused, connections.length], [false, 3]);
  });

  it('forgets a death in time', async () => {
    const { client, connections, clock } = clientOf();
    for (const n of [0, 1, 2]) {
      await client.load(load);
      connections[n].die();
      clock.now += 3_600_000;
    }
    assert.equal(client.paused, false);
  });

  it('has another worker do what a stopped one had under way, and counts no death', async () => {
    const { client, connections, died, ask } = clientOf();
    const reply = ask();
    for (const n of [0, 1]) {
      await turn();
      client.stop();
      assert.equal(client.running, false, `${n}`);
    }
    await turn();
    connections[2].replies.get(3)!.resolve({ model, segments: [] });
    assert.deepEqual(await reply, { model, segments: [] });
    assert.deepEqual(died, []);
  });

  it('stops a worker that does not hear a cancel: another one does what else was under way, and no death counts', async () => {
    const { client, connections, died, ask } = clientOf({ deaf: true, hearing: 20 });
    const stopped = new Promise<void>(resolve => client.onDidStopDeaf(resolve));
    const abort = new AbortController();
    const cancelled = client.score(load, request, abort.signal, () => undefined);
    const other = ask();
    await turn();
    abort.abort();
    await assert.rejects(cancelled, error => codeOf(error) === 'cancelled');
    await stopped;
    await turn();
    assert.deepEqual(
      connections.map(({ replies }) => [...replies.keys()]),
      [[1, 2], [3]],
    );
    connections[1].replies.get(3)!.resolve({ model, segments: [] });
    assert.deepEqual(await other, { model, segments: [] });
    assert.deepEqual([died, client.paused], [[], false]);
  });

  it('leaves a worker alone that hears a cancel', async () => {
    const { client, connections } = clientOf({ hearing: 20 });
    const abort = new AbortController();
    const reply = client.score(load, request, abort.signal, () => undefined);
    await turn();
    abort.abort();
    await assert.rejects(reply, error => codeOf(error) === 'cancelled');
    await sleep(100);
    assert.deepEqual([client.running, connections.length], [true, 1]);
  });

  it('does nothing again that was cancelled when the worker died', async () => {
    const { client, connections } = clientOf();
    const abort = new AbortController();
    const reply = client.score(load, request, abort.signal, () => undefined);
    await turn();
    abort.abort();
    connections[0].die();
    await assert.rejects(reply, error => codeOf(error) === 'cancelled');
    assert.equal(connections.length, 1);
  });

  it('starts nothing once it is disposed', async () => {
    const { client, connections } = clientOf();
    client.dispose();
    await assert.rejects(client.load(load), error => codeOf(error) === 'cancelled');
    assert.equal(connections.length, 0);
  });
});
