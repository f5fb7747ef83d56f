import { availableParallelism } from 'node:os';
import { trainingLstm } from '../../kernels/node/sharedKernels.ts';
import type { BackendStarts } from '../backends.ts';
import { embeddedStarts } from '../backends.ts';
import { registerFusedLstm } from '../fusedKernel.ts';
import { startTensorflow } from './tensorflow.ts';

/**
 * The backends of a Node process. The embedded ones come with the fused LSTM, on two threads where there are two cores.
 * @param wasmPath as in embeddedStarts; the kernels of assembly/ lie there too
 * @param threads for the LSTM, 1 or 2; what the first call of a process says stays
 */
export function nodeStarts(wasmPath: string, threads = Math.min(2, availableParallelism())): BackendStarts {
  const { wasm, cpu } = embeddedStarts(wasmPath);
  const lstm = () => startFusedLstm(wasmPath, threads);
  return {
    wasm: () => wasm().then(lstm),
    cpu: () => cpu().then(lstm),
    tensorflow: startTensorflow,
  };
}

/** Kernels are registered for the whole process. */
let fusedLstm: Promise<void> | undefined;

function startFusedLstm(folder: string, threads: number): Promise<void> {
  fusedLstm ??= trainingLstm(folder, threads).then(registerFusedLstm);
  return fusedLstm;
}
