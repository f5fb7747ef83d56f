/** The process that sets the native library up, and the one that tries it: `dist/native.js`. */
import { availableParallelism } from 'node:os';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import { createBirpc } from 'birpc';
import { errors, messageOf, wordsOf } from '../../base/errors.ts';
import { loadTensorflow } from '../../model/node/tensorflow.ts';
import { type CheckReply, checkInProcess } from '../../native/node/checkProcess.ts';
import { findNative, type NativeFiles, nativeFiles, nativeHome, sizeOnDisk } from '../../native/node/home.ts';
import { install, planInstall } from '../../native/node/install.ts';
import type { MeasureReply, MeasureRequest } from '../../native/node/preference.ts';
import { wire } from '../../protocol/channel.ts';
import type { NativeEvents, NativeService, NativeStatus } from '../../protocol/native.ts';
import { measure } from './measure.ts';

const send = process.send?.bind(process);
if (send === undefined) throw new Error('Expected to run as a forked process.');
const [task, argument] = process.argv.slice(2);
if (task === 'check') void check(nativeFiles(argument));
else if (task === 'measure') void answer(JSON.parse(argument));
else serve();

function serve(): void {
  const home = nativeHome();
  const abort = new AbortController();
  const { signal } = abort;
  const here = fileURLToPath(import.meta.url);
  const ship = (name: string) => fileURLToPath(new URL(`./native/${name}`, import.meta.url));
  const service: NativeService = {
    plan: () => planInstall(home, signal),
    async install() {
      await install({
        home,
        sources: { binding: ship('binding'), headers: ship('headers') },
        check: ({ root }) => checkInProcess(here, root, signal),
        signal,
        progress: (stage, done, total) => void host.progress(stage, done, total),
      });
      return await service.status();
    },
    async status() {
      const found = findNative(home);
      if (found.files === undefined) throw errors.nativeMissing(found.reason);
      try {
        const status = await checkInProcess(here, found.files.root, signal);
        return { ...status, size: sizeOnDisk(found.record) };
      } catch (error) {
        throw errors.nativeMissing(wordsOf(error));
      }
    },
  };
  const host = createBirpc<NativeEvents, NativeService>(service, {
    ...wire,
    eventNames: ['progress'],
    post: message => process.connected && send?.(message),
    on: receive => process.on('message', receive),
  });
  // Whoever asked is gone: what is half-made goes too, then the process, which has nothing left to do.
  process.on('disconnect', () => abort.abort());
}

/** A product of two matrices whose sums are known. */
async function check(files: NativeFiles): Promise<void> {
  try {
    const before = process.memoryUsage.rss();
    tf.env().set('PROD', true);
    const { TF_Version } = await loadTensorflow(files);
    const product = tf.tidy(() => tf.matMul(tf.fill([64, 256], 0.5), tf.fill([256, 64], 2)).dataSync());
    if (product.some(value => value !== 256)) throw new Error('its matrix product is wrong');
    const status: NativeStatus = {
      library: `TensorFlow ${TF_Version}`,
      file: files.libraries,
      node: process.versions.node,
      threads: Number(process.env.TF_NUM_INTRAOP_THREADS) || availableParallelism(),
      size: 0,
      memory: { before, after: process.memoryUsage.rss() },
    };
    reply({ status });
  } catch (error) {
    reply({ error: messageOf(error).split('\n')[0] });
  }
}

async function answer(request: MeasureRequest): Promise<void> {
  try {
    const wasmPath = fileURLToPath(new URL('./wasm/', import.meta.url));
    reply({ milliseconds: await measure(request, wasmPath) });
  } catch (error) {
    reply({ error: messageOf(error).split('\n')[0] });
  }
}

function reply(message: CheckReply | MeasureReply): void {
  // Threads that compute would keep the process.
  send?.(message, () => process.exit());
}
