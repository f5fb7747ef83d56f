/** The process that trains: `dist/trainer.js`, forked by `src/host/node/trainingProcess.ts`. */
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { createBirpc } from 'birpc';
import { bothPrecisions } from '../../engine/node/bothPrecisions.ts';
import { importAsked, previewLabels } from '../../labels/node/asked.ts';
import { undoImport } from '../../labels/node/importLabels.ts';
import { packBundle, unpackBundle } from '../../model/node/bundleArchive.ts';
import { wire } from '../../protocol/channel.ts';
import type { TrainingEvents, TrainingService } from '../../protocol/training.ts';
import { finetuneFiles } from '../../training/node/finetuneFiles.ts';

const send = process.send?.bind(process);
if (send === undefined) throw new Error('Expected to run as a forked process.');

const wasmPath = fileURLToPath(new URL('./wasm/', import.meta.url));

const host = createBirpc<TrainingEvents, TrainingService>(
  {
    finetune: request =>
      finetuneFiles(request, {
        backend: 'auto',
        wasmPath,
        openBoth: bothPrecisions(wasmPath),
        progress: (...step) => void host.progress(...step),
      }),
    previewLabels,
    importLabels: request => importAsked(request, records => void host.progress('import', records, 0)),
    undoImport: async file => (await undoImport(file)).removed,
    exportModel: packBundle,
    importModel: unpackBundle,
  },
  {
    ...wire,
    eventNames: ['progress'],
    post: message => send(message),
    on: receive => process.on('message', receive),
  },
);

// Whoever asked is gone: nobody would take the result.
process.on('disconnect', () => process.exit());
