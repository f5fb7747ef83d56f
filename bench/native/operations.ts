/**
 * What an epoch of training on the native library consists of, operation by operation, for our layers and for those of
 * TensorFlow.js: `node bench/native/operations.ts`, once `npm run bench` has set everything up. One thread.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import type { NativeBackend } from '../../src/model/node/blockLstm.ts';
import type { Contestant, Open } from '../contest/contestant.ts';
import type { TrainOptions } from '../contest/training.ts';
import { standard as shape } from '../workload.ts';

const EPOCHS = 5;
const SHOWN = 6;

const contestants = { ours: '../ours/train.ts', peer: '../peers/tfjsTrain.ts' };

const [name, batch] = process.argv.slice(2);
if (name === undefined) {
  const env = {
    ...process.env,
    TF_NUM_INTRAOP_THREADS: '1',
    TF_NUM_INTEROP_THREADS: '1',
    TF_CPP_MIN_LOG_LEVEL: '2',
  };
  // A process each, as in the table.
  for (const size of ['32', '256'])
    for (const contestant of Object.keys(contestants))
      spawnSync(process.execPath, [fileURLToPath(import.meta.url), contestant, size], {
        env,
        stdio: 'inherit',
      });
} else {
  const { default: open } = (await import(contestants[name as keyof typeof contestants])) as {
    default: Open<TrainOptions>;
  };
  const opened = await open({ shape, batch: Number(batch), backend: 'tensorflow' });
  console.log(`${name}, ${batch} at once: ${await epochOf(opened)}`);
  process.exit();
}

/** Milliseconds of an epoch in all and in the costliest operations, and how many operations it runs. */
async function epochOf({ outputs, run }: Contestant): Promise<string> {
  await outputs();
  for (let warmUp = 0; warmUp < 2; warmUp++) await run();
  const spent = new Map<string, number>();
  let operations = 0;
  const backend = tf.backend() as unknown as NativeBackend;
  const { binding } = backend;
  // The binding's own members are fixed.
  backend.binding = Object.create(binding, {
    executeOp: {
      value: (...args: Parameters<typeof binding.executeOp>) => {
        const started = performance.now();
        const result = binding.executeOp(...args);
        spent.set(args[0], (spent.get(args[0]) ?? 0) + performance.now() - started);
        operations++;
        return result;
      },
    },
  });
  const started = performance.now();
  for (let epoch = 0; epoch < EPOCHS; epoch++) await run();
  const total = performance.now() - started;
  const each = (milliseconds: number) => `${(milliseconds / EPOCHS).toFixed(0)} ms`;
  const costliest = [...spent].sort(([, a], [, b]) => b - a).slice(0, SHOWN);
  const inAll = [...spent.values()].reduce((sum, time) => sum + time, 0);
  const listed = costliest.map(([operation, time]) => `${operation} ${each(time)}`).join(', ');
  return `${each(total)}, of which ${each(inAll)} in ${operations / EPOCHS} operations: ${listed}`;
}
