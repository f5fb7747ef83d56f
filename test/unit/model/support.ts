import assert from 'node:assert/strict';
import path from 'node:path';
import type { Tensor } from '@tensorflow/tfjs-core';
import { inEnglish } from '../../../src/base/words.ts';
import { startBackend } from '../../../src/model/backends.ts';
import { nodeStarts } from '../../../src/model/node/nodeBackends.ts';
import { findNative, nativeHome } from '../../../src/native/node/home.ts';
import type { BackendName } from '../../../src/protocol/scores.ts';

/** Where esbuild.mjs puts the .wasm files, TensorFlow.js's and ours: build before you test. */
export const wasmPath = `${path.resolve('dist/wasm')}/`;

const native = findNative(nativeHome());
if (native.files === undefined)
  console.warn(`NOT RUN on the backend tensorflow: ${inEnglish(native.reason)}.`);

/** The backends of this machine: two are everywhere, and the native one where it is set up. */
export const backends: BackendName[] = native.files ? ['wasm', 'cpu', 'tensorflow'] : ['wasm', 'cpu'];

export const useBackend = (name: BackendName) => startBackend(name, nodeStarts(wasmPath));

/** The largest difference between two tensors, or lists of numbers. */
export function distance(a: Tensor | ArrayLike<number>, b: Tensor | ArrayLike<number>): number {
  const values = (x: Tensor | ArrayLike<number>) => ('dataSync' in x ? (x.dataSync() as Float32Array) : x);
  const [left, right] = [values(a), values(b)];
  assert.equal(left.length, right.length);
  return Array.from(left, (value, i) => Math.abs(value - right[i])).reduce((most, d) => Math.max(most, d), 0);
}
