import { Worker } from 'node:worker_threads';
import { internals } from './support.ts';

/** The thread that scores. Node's modules are the same ones in the extension's bundle: it is caught in a call of its own. */
export async function scoringThread(): Promise<Worker> {
  const { client, models } = await internals();
  const real = Worker.prototype.postMessage;
  const caught = Promise.withResolvers<Worker>();
  Worker.prototype.postMessage = function (...message) {
    caught.resolve(this);
    real.apply(this, message);
  };
  try {
    client.load(models.current).catch(() => undefined);
    return await caught.promise;
  } finally {
    Worker.prototype.postMessage = real;
  }
}
