/** Nothing leaves the machine: no socket is opened while a document is analyzed, by the extension host or its worker. */
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import process from 'node:process';
import { Worker } from 'node:worker_threads';
import { socketsWhile, watchesSockets } from '../support/sockets.ts';
import { closeEverything, internals, longText, open, run, until } from './support.ts';

if (watchesSockets) describe('The extension host opens no socket', watched);
else console.log('The sockets of the extension host are watched on Linux only.');

function watched(): void {
  afterEach(closeEverything);

  it('to analyze a large document, from the start of the worker on', async () => {
    const { client, store } = await internals();
    const document = await open('sockets.txt', longText(3000));
    client.stop();
    await until('no worker', () => !client.running);
    const sockets = await socketsWhile(process.pid, async () => run('analyzeDocument'));
    assert.equal(store.get(document.uri.toString())?.results?.segments.length, 3000);
    assert.deepEqual(sockets, []);
  });

  it('or this test would see it', async () => {
    const sockets = await socketsWhile(process.pid, async () => {
      const here = Promise.withResolvers<void>();
      connect(1, '127.0.0.1').on('error', () => here.resolve());
      await here.promise;
    });
    assert.ok(sockets.length > 0);
  });

  it('or this test would see it in a thread', async () => {
    const script = "require('node:net').connect(1, '127.0.0.1').on('error', () => process.exit())";
    const sockets = await socketsWhile(process.pid, async () => {
      const worker = new Worker(script, { eval: true });
      await new Promise(resolve => worker.on('exit', resolve));
    });
    assert.ok(sockets.length > 0);
  });
}
