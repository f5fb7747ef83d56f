import type { RunCalls } from './calls.ts';
import { fusedBackward } from './fusedBackward.ts';
import { fusedForward, type Pass } from './fusedForward.ts';
import type { Kernels } from './kernels.ts';
import { type Lstm, type LstmInput, repeatOutputs } from './lstm.ts';

/**
 * The LSTM on the kernels, with its gradients: what training runs on.
 *
 * What a pass saves stays in the kernels' memory, megabytes that would else be copied out and in again; `saved` is its
 * number. The last pass alone is kept: backward for another one, or for the second time, runs it once more.
 */
export function fusedLstm(kernels: Kernels, runCalls: RunCalls): Lstm {
  const { heap } = kernels;
  const base = heap.top;
  let kept: { number: number; pass: Pass } | undefined;
  let passes = 0;

  /** What is allocated stays on top of the pass that is kept, and goes when `work` ends. */
  function borrowing<T>(work: () => T): T {
    const { top } = heap;
    try {
      return work();
    } finally {
      heap.release(top);
    }
  }

  function saving(input: LstmInput): Pass {
    heap.release(base);
    kept = undefined;
    const { pass, top } = fusedForward(kernels, runCalls, input, true);
    heap.release(top);
    // Numbers that a float32 tells apart.
    passes = (passes + 1) % 2 ** 24;
    kept = { number: passes, pass };
    return pass;
  }

  function outputs(input: LstmInput, { y }: Pass): Float32Array {
    const { batch, time, units, directions } = input;
    const copy = heap.floats(y, batch * time * directions.length * units).slice();
    repeatOutputs(input, copy);
    return copy;
  }

  return {
    forward(input, save) {
      if (save) return { y: outputs(input, saving(input)), saved: Float32Array.of(passes) };
      return borrowing(() => {
        const { pass } = fusedForward(kernels, runCalls, input, false);
        return { y: outputs(input, pass), saved: new Float32Array() };
      });
    },
    backward(input, { saved }, dy) {
      const pass = kept !== undefined && kept.number === saved[0] ? kept.pass : saving(input);
      kept = undefined;
      return borrowing(() => fusedBackward(kernels, runCalls, input, pass, dy));
    },
  };
}
