/** The second thread of training: `dist/wasm/kernelThread.js`, started by sharedKernels.ts. It makes kernel calls. */
import { workerData } from 'node:worker_threads';
import type { KernelExports } from '../kernels.ts';
import { callNames, FAILED, IDLE, STATE, type ThreadData } from './threadProtocol.ts';

const { module, memory, control } = workerData as ThreadData;
const run = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as KernelExports;

for (;;) {
  Atomics.wait(control, STATE, IDLE);
  let state = IDLE;
  try {
    let at = STATE + 1;
    for (let left = control[at++]; left > 0; left--) {
      const name = callNames[control[at++]];
      const count = control[at++];
      (run[name] as (...args: number[]) => void)(...control.subarray(at, at + count));
      at += count;
    }
  } catch {
    state = FAILED;
  }
  Atomics.store(control, STATE, state);
  Atomics.notify(control, STATE);
  if (state === FAILED) break;
}
