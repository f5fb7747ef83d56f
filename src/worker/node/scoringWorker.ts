/** The thread that scores: `dist/worker.js`, started by `src/host/node/scoringThread.ts`. */
import { fileURLToPath } from 'node:url';
import { parentPort } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import { openScorerIn } from '../../engine/node/openScorerIn.ts';
import { wire } from '../../protocol/channel.ts';
import type { LoadRequest, ScoringEvents, ScoringService } from '../../protocol/worker.ts';
import { grammarsIn } from '../../text/node/grammarFiles.ts';
import { Scoring } from './scoring.ts';

const port = parentPort;
if (port === null) throw new Error('Expected to run in a worker thread.');

const wasmPath = fileURLToPath(new URL('./wasm/', import.meta.url));

/** Without native code: it may abort its process, and this one is the extension host's. */
const open = ({ location, ...choices }: LoadRequest) =>
  openScorerIn(location, { ...choices, wasmPath, native: false });

const scoring: ScoringService = new Scoring(open, grammarsIn(wasmPath), {
  progress: (id, done, total) => void host.progress(id, done, total),
});
const host = createBirpc<ScoringEvents, ScoringService>(scoring, {
  ...wire,
  bind: 'functions',
  eventNames: ['progress'],
  post: message => port.postMessage(message),
  on: receive => port.on('message', receive),
});
