/** The thread that scores: `dist/worker.js`, started by `src/host/node/scoringThread.ts`. */
import { fileURLToPath } from 'node:url';
import { parentPort } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import { Scorer } from '../../engine/scorer.ts';
import { embeddedStarts, startBackend } from '../../model/backends.ts';
import { openBundle } from '../../model/bundle.ts';
import { LoadedModel } from '../../model/loadedModel.ts';
import { readBundleFiles } from '../../model/node/bundleFiles.ts';
import { wire } from '../../protocol/channel.ts';
import type { LoadRequest, ScoringEvents, ScoringService } from '../../protocol/worker.ts';
import { Scoring } from './scoring.ts';

const port = parentPort;
if (port === null) throw new Error('Expected to run in a worker thread.');

/** Native code may abort its process, and this one is the extension host's. */
const starts = {
  ...embeddedStarts(fileURLToPath(new URL('./wasm/', import.meta.url))),
  tensorflow: () => Promise.reject(new Error('native code stays out of the editor')),
};

async function open({ location, backend }: LoadRequest): Promise<Scorer> {
  const files = await readBundleFiles(location);
  const started = await startBackend(backend, starts);
  return new Scorer(new LoadedModel(await openBundle(files, location), started, location));
}

const scoring: ScoringService = new Scoring(open, {
  progress: (id, done, total) => void host.progress(id, done, total),
});
const host = createBirpc<ScoringEvents, ScoringService>(scoring, {
  ...wire,
  bind: 'functions',
  eventNames: ['progress'],
  post: message => port.postMessage(message),
  on: receive => port.on('message', receive),
});
