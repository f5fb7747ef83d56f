import type { RunCalls } from './calls.ts';
import { fusedBackward } from './fusedBackward.ts';
import { fusedForward } from './fusedForward.ts';
import type { Kernels } from './kernels.ts';
import type { Lstm } from './lstm.ts';

/** The LSTM on the kernels, with its gradients: what training runs on. Memory is borrowed from the heap for each call. */
export function fusedLstm(kernels: Kernels, runCalls: RunCalls): Lstm {
  function borrowing<T>(work: () => T): T {
    const top = kernels.heap.top;
    try {
      return work();
    } finally {
      kernels.heap.release(top);
    }
  }
  return {
    forward: (input, save) => borrowing(() => fusedForward(kernels, runCalls, input, save)),
    backward: (input, output, dy) => borrowing(() => fusedBackward(kernels, runCalls, input, output, dy)),
  };
}
