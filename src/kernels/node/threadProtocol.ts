import type { KernelExports } from '../kernels.ts';

/** What the second thread is given: the module, the memory of both, and the words through which they talk. */
export interface ThreadData {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  /** [state, number of calls, then for each call: its name's index, its number of arguments, the arguments] */
  control: Int32Array;
}

export const STATE = 0;
/** States: nothing to do; calls are there; a call threw, and the thread has ended. */
export const IDLE = 0;
export const BUSY = 1;
export const FAILED = 2;

/** Calls by index: what may run on the second thread. */
export const callNames: readonly (keyof KernelExports)[] = [
  'matMul',
  'lstmForward',
  'lstmForwardSaving',
  'lstmBackward',
  'addOuter',
  'addRows',
  'unorderGates',
];
