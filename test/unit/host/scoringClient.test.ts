import assert from 'node:assert/strict';
import { codeOf, errors } from '../../../src/base/errors.ts';
import { Emitter } from '../../../src/base/events.ts';
import { ScoringClient } from '../../../src/host/scoringClient.ts';
import type { ScoreReply, ScoringEvents, ScoringService } from '../../../src/protocol/worker.ts';
import { model } from './samples.ts';

/** A connection whose replies the test gives. */
function connection() {
  const ended = new Emitter<void>();
  const replies = new Map<number, PromiseWithResolvers<ScoreReply>>();
  const cancelled: number[] = [];
  const service: ScoringService = {
    load: async () => model,
    score: ({ id }) => {
      replies.set(id, Promise.withResolvers());
      return replies.get(id)!.promise;
    },
    segments: async () => [],
    cancel: id => void cancelled.push(id),
  };
  return {
    replies,
    cancelled,
    service,
    onDidEnd: ended.event,
    dispose: () => ended.fire(),
    die: () => {
      for (const reply of replies.values()) reply.reject(errors.workerGone('scoring worker', 'killed'));
      ended.fire();
    },
  };
}

function clientOf() {
  const connections: ReturnType<typeof connection>[] = [];
  let events: ScoringEvents | undefined;
  const client = new ScoringClient(hear => {
    events = hear;
    connections.push(connection());
    return connections.at(-1)!;
  });
  return { client, connections, events: () => events! };
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

  it('starts a new worker after the former died', async () => {
    const { client, connections } = clientOf();
    const reply = client.score(load, request, new AbortController().signal, () => undefined);
    await turn();
    connections[0].die();
    await assert.rejects(reply, error => codeOf(error) === 'worker-gone');
    assert.equal(client.running, false);
    await client.load(load);
    assert.equal(connections.length, 2);
  });

  it('starts nothing once it is disposed', async () => {
    const { client, connections } = clientOf();
    client.dispose();
    await assert.rejects(client.load(load), error => codeOf(error) === 'cancelled');
    assert.equal(connections.length, 0);
  });
});
