/** A thousand analyses by the worker that ships, with the model that ships: nothing is left over, and nothing goes on. */
import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { startScoringThread } from '../../../src/host/node/scoringThread.ts';
import { ScoringClient } from '../../../src/host/scoringClient.ts';

const root = join(import.meta.dirname, '../../..');
const load = { location: join(root, 'models/base'), backend: 'auto' } as const;
const megabyte = 1024 * 1024;

describe('A thousand analyses', () => {
  let client: ScoringClient;
  let thread: Worker;
  const { signal } = new AbortController();

  async function analyze(n: number): Promise<void> {
    const text = `This is a good sentence. The ${n}th one is bad. Is it?`;
    const uri = `untitled:${n % 7}`;
    const request = { uri, languageId: 'plaintext', version: n, change: { text }, known: undefined };
    const reply = await client.analyze(
      load,
      () => request,
      signal,
      () => undefined,
    );
    assert.equal(reply?.added.length, 3);
    client.close(uri);
  }

  before(async function () {
    this.timeout(120_000);
    const real = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (...message) {
      thread = this;
      real.apply(this, message);
    };
    const file = join(root, 'dist/worker.js');
    client = new ScoringClient(events => startScoringThread(file, events, () => undefined), Date.now);
    for (let n = 0; n < 100; n++) await analyze(n);
    Worker.prototype.postMessage = real;
  });
  after(() => client.dispose());

  /** Bytes in use, once garbage is collected: a snapshot does that first. */
  async function memory(): Promise<{ heap: number; external: number }> {
    (await thread.getHeapSnapshot()).resume();
    const { used_heap_size: heap, external_memory: external } = await thread.getHeapStatistics();
    return { heap, external };
  }

  const listeners = () => [
    ...thread.eventNames().map(name => `${String(name)} ${thread.listenerCount(name)}`),
    ...process.eventNames().map(name => `process ${String(name)} ${process.listenerCount(name)}`),
  ];

  it('leave no memory, no listener, no timer and no handle', async function () {
    this.timeout(240_000);
    const before = { ...(await memory()), listeners: listeners(), handles: process.getActiveResourcesInfo() };
    for (let n = 0; n < 1000; n++) await analyze(n);
    const { heap, external } = await memory();
    this.test!.title += `: ${((heap - before.heap) / 1024).toFixed(0)} KB more in the worker's heap`;
    // A new sentence a run is remembered, in bounds: about half of this.
    assert.ok(heap - before.heap < 2 * megabyte, `${before.heap} ${heap}`);
    assert.ok(external - before.external < megabyte, `${before.external} ${external}`);
    assert.deepEqual(listeners(), before.listeners);
    assert.deepEqual(getEventListeners(signal, 'abort'), []);
    assert.deepEqual(process.getActiveResourcesInfo().sort(), before.handles.sort());
  });

  it('leave a worker that does nothing', async function () {
    // The thread's own time: what this process does besides is its garbage, and other tests'.
    const spent = async (work: () => Promise<void>) => {
      const before = thread.performance.eventLoopUtilization();
      await work();
      return thread.performance.eventLoopUtilization(before).active;
    };
    const busy = await spent(() => analyze(0));
    await sleep(500);
    const idle = await spent(() => sleep(3000));
    this.test!.title += `: busy for ${idle.toFixed(1)} ms in 3 s; for an analysis ${busy.toFixed(1)}`;
    assert.ok(busy > 0 && idle < 20, this.test!.title);
  });
});
