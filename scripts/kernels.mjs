// Compiles assembly/ into WebAssembly: node scripts/kernels.mjs [FOLDER]; dist/wasm when none is named.
// Two instruction sets, and each once more on a memory that threads share.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const root = fileURLToPath(new URL('..', import.meta.url));
const common = [
  'assembly/index.ts',
  '--baseDir',
  root,
  '-O3',
  '--noAssert',
  '--runtime',
  'stub',
  '--importMemory',
  '--enable',
  'simd',
];
const relaxed = ['--enable', 'relaxed-simd'];
// 64 KiB pages: the most that a module may address.
const shared = ['--enable', 'threads', '--sharedMemory', '--maximumMemory', '65536'];

/** By file: what is added to the common flags. */
const builds = {
  'lstm-relaxed.wasm': relaxed,
  'lstm-baseline.wasm': [],
  'lstm-relaxed-shared.wasm': [...relaxed, ...shared],
  'lstm-baseline-shared.wasm': shared,
};

/** @param {string} folder */
export async function buildKernels(folder) {
  mkdirSync(folder, { recursive: true });
  for (const [name, flags] of Object.entries(builds)) {
    /** @type {Uint8Array | undefined} */
    let bytes;
    const { error, stderr } = await asc.main([...common, ...flags, '--outFile', name], {
      writeFile: (_, contents) => {
        bytes = /** @type {Uint8Array} */ (contents);
      },
    });
    if (error !== null || bytes === undefined) throw new Error(`${name}: ${error?.message}\n${stderr}`);
    writeFileSync(join(folder, name), bytes);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await buildKernels(process.argv[2] ?? join(root, 'dist/wasm'));
