/** Where the running program finds what it was installed with. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';

export interface Installation {
  version: string;
  /** The shipped bundle. */
  baseModel: string;
  /** The folder of .wasm files, with its closing slash; of tfjs-backend-wasm's alone where nothing is built. */
  wasmPath: string;
  /** The program that sets the native library up. */
  nativeSetup: string;
  /** What scripts/vectors.mjs fetches. */
  defaultVectors: string;
}

/** @param folder the running file's: `dist`, with `wasm` in it, or this source's own. */
export function installationOf(folder: string): Installation {
  const bundled = existsSync(join(folder, 'wasm'));
  const root = bundled ? resolve(folder, '..') : resolve(folder, '../..');
  const wasm = bundled ? join(folder, 'wasm') : join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return {
    version,
    baseModel: join(root, 'models', 'base'),
    wasmPath: wasm + sep,
    nativeSetup: join(root, 'dist', 'native.js'),
    defaultVectors: join(root, '.cache', 'vectors', 'glove-100d.txt'),
  };
}
