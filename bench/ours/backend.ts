import { join } from 'node:path';
import { startBackend } from '../../src/model/backends.ts';
import { nodeStarts } from '../../src/model/node/nodeBackends.ts';

/** The built product's folder of .wasm files. */
export const wasmPath = `${join(import.meta.dirname, '../../dist/wasm')}/`;

/** What the editor's scoring worker starts. */
export const startOurs = () => startBackend('wasm', nodeStarts(wasmPath));
