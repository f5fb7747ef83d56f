import { availableParallelism } from 'node:os';
import util from 'node:util';
import { trainingLstm } from '../../kernels/node/sharedKernels.ts';
import type { BackendStarts } from '../backends.ts';
import { embeddedStarts } from '../backends.ts';
import { registerFusedLstm } from '../fusedKernel.ts';

/**
 * The backends of a Node process. The embedded ones come with the fused LSTM, on two threads where there are two cores.
 * @param wasmPath as in embeddedStarts; the kernels of assembly/ lie there too
 */
export function nodeStarts(wasmPath: string): BackendStarts {
  const { wasm, cpu } = embeddedStarts(wasmPath);
  return {
    wasm: () => wasm().then(() => startFusedLstm(wasmPath)),
    cpu: () => cpu().then(() => startFusedLstm(wasmPath)),
    tensorflow: startTensorflow,
  };
}

/** Kernels are registered for the whole process. */
let fusedLstm: Promise<void> | undefined;

function startFusedLstm(folder: string): Promise<void> {
  fusedLstm ??= trainingLstm(folder, Math.min(2, availableParallelism())).then(registerFusedLstm);
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
