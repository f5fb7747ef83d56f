import { availableParallelism } from 'node:os';
import path from 'node:path';
import { trainingLstm } from '../../kernels/node/sharedKernels.ts';
import { type Purpose, preferred } from '../../native/node/preference.ts';
import type { BackendChoice } from '../../protocol/scores.ts';
import { type Backend, type BackendStarts, embeddedStarts, startBackend } from '../backends.ts';
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

/**
 * Starts the chosen backend; `auto` takes the quicker one, as measured here at first use.
 * @param bundle the model's folder, which is what is measured
 * @param wasmPath as in nodeStarts; the program that measures stands beside that folder
 */
export async function startNodeBackend(
  choice: BackendChoice,
  purpose: Purpose,
  bundle: string,
  wasmPath: string,
): Promise<Backend> {
  const program = path.resolve(wasmPath, '..', 'native.js');
  const preference = choice === 'auto' ? await preferred(purpose, bundle, program) : undefined;
  return await startBackend(choice, nodeStarts(wasmPath), preference);
}

/** Kernels are registered for the whole process. */
let fusedLstm: Promise<void> | undefined;

function startFusedLstm(folder: string, threads: number): Promise<void> {
  fusedLstm ??= trainingLstm(folder, threads).then(registerFusedLstm);
  return fusedLstm;
}
