import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Call, RunCalls } from '../calls.ts';
import { inTurn } from '../calls.ts';
import { fusedLstm } from '../fusedLstm.ts';
import { Kernels, kernelBuild, kernelFile } from '../kernels.ts';
import type { Lstm } from '../lstm.ts';
import { BUSY, callNames, FAILED, STATE, type ThreadData } from './threadProtocol.ts';

/** Words enough for the calls of a part: some ten calls of at most twelve arguments. */
const CONTROL_WORDS = 512;
/** WebAssembly's pages of 64 KiB: what a module may address at most. Only what is used takes memory. */
const MAXIMUM_PAGES = 65_536;

/**
 * The LSTM for training on two threads: the parts of a batch (parts.ts) at once. The sums are the same on one.
 * This thread waits for the other one: not for a thread that has anything else to answer.
 * @param folder what scripts/kernels.mjs and esbuild.mjs fill: dist/wasm
 * @param threads 1 or 2
 */
export async function trainingLstm(folder: string, threads: number): Promise<Lstm> {
  const build = await kernelBuild();
  const module = await WebAssembly.compile(await readFile(join(folder, kernelFile(build, true))));
  const memory = new WebAssembly.Memory({ initial: 16, maximum: MAXIMUM_PAGES, shared: true });
  const kernels = await Kernels.on(module, memory, build);
  const alone = inTurn(kernels);
  return fusedLstm(
    kernels,
    threads > 1 ? withThread(join(folder, 'kernelThread.js'), module, memory, alone) : alone,
  );
}

function withThread(
  file: string,
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  alone: RunCalls,
): RunCalls {
  const control = new Int32Array(new SharedArrayBuffer(4 * CONTROL_WORDS));
  const workerData: ThreadData = { module, memory, control };
  let started = false;
  return lists => {
    const [mine, theirs, ...others] = lists;
    if (others.length > 0)
      throw new Error(`expected calls for two threads at most, found ${lists.length} lists.`);
    if (theirs === undefined) return alone(lists);
    if (!started) {
      // It sleeps while there is nothing to do, and does not keep the process alive.
      new Worker(file, { workerData }).unref();
      started = true;
    }
    write(control, theirs);
    Atomics.store(control, STATE, BUSY);
    Atomics.notify(control, STATE);
    alone([mine]);
    Atomics.wait(control, STATE, BUSY);
    if (Atomics.load(control, STATE) === FAILED)
      throw new Error('a kernel call failed on the second thread.');
  };
}

function write(control: Int32Array, calls: readonly Call[]): void {
  let at = STATE + 1;
  control[at++] = calls.length;
  for (const [name, ...args] of calls) {
    control[at++] = callNames.indexOf(name);
    control[at++] = args.length;
    control.set(args, at);
    at += args.length;
  }
}
