/** The process that scores on the native library: `dist/scorer.js`, forked by `src/host/node/scoringProcess.ts`. */
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { createBirpc } from 'birpc';
import { openScorerIn } from '../../engine/node/openScorerIn.ts';
import { wire } from '../../protocol/channel.ts';
import type { ScoringEvents, ScoringService } from '../../protocol/worker.ts';
import { grammarsIn } from '../../text/node/grammarFiles.ts';
import { Scoring } from './scoring.ts';

const send = process.send?.bind(process);
if (send === undefined) throw new Error('Expected to run as a forked process.');

const wasmPath = fileURLToPath(new URL('./wasm/', import.meta.url));

const scoring: ScoringService = new Scoring(
  ({ location, ...choices }) => openScorerIn(location, { ...choices, wasmPath, native: true }),
  grammarsIn(wasmPath),
  { progress: (id, done, total) => void host.progress(id, done, total) },
);
const host = createBirpc<ScoringEvents, ScoringService>(scoring, {
  ...wire,
  bind: 'functions',
  eventNames: ['progress'],
  post: message => process.connected && send(message),
  on: receive => process.on('message', receive),
});

// Whoever asked is gone: nobody would take the result.
process.on('disconnect', () => process.exit());
