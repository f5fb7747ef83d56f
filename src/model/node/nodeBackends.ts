import { availableParallelism } from 'node:os';
import util from 'node:util';
import { trainingLstm } from '../../kernels/node/sharedKernels.ts';
import type { BackendStarts } from '../backends.ts';
import { embeddedStarts } from '../backends.ts';
import { registerFusedLstm } from '../fusedKernel.ts';

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

/**
 * tfjs-node is an optional dependency: never a static import. Loading it registers and chooses the backend
 * `tensorflow` on the engine that all copies of tfjs-core in a process share.
 */
async function startTensorflow(): Promise<void> {
  // tfjs-node 4.22 calls two helpers: Node 23 removed one, and warns of the other (tensorflow/tfjs issue 8609).
  const legacy = util as unknown as Record<string, (value: unknown) => boolean>;
  legacy.isNullOrUndefined = value => value === null || value === undefined;
  legacy.isArray = Array.isArray;
  // The library greets on stderr, where the command line has one line for an error.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  const name = '@tensorflow/tfjs-node';
  const native = (await import(name)) as { setBackend(name: string): Promise<boolean>; default?: unknown };
  const tf = (native.default ?? native) as typeof native;
  if (!(await tf.setBackend('tensorflow'))) throw new Error('its native library does not start');
}
