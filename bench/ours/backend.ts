import { join } from 'node:path';
import { startBackend } from '../../src/model/backends.ts';
import { nodeStarts } from '../../src/model/node/nodeBackends.ts';

/** The built product's folder of .wasm files. */
export const wasmPath = `${join(import.meta.dirname, '../../dist/wasm')}/`;

/** What training starts, on one thread: peers have one. */
export const startOurs = (backend: 'wasm' | 'tensorflow' = 'wasm') =>
  startBackend(backend, nodeStarts(wasmPath, 1));
