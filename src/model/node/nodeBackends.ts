import util from 'node:util';
import type { BackendStarts } from '../backends.ts';
import { embeddedStarts } from '../backends.ts';

/** The backends of a Node process. @param wasmPath as in embeddedStarts */
export function nodeStarts(wasmPath: string): BackendStarts {
  return { ...embeddedStarts(wasmPath), tensorflow: startTensorflow };
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
