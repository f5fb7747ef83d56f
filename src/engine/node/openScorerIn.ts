import path from 'node:path';
import { Kernels } from '../../kernels/kernels.ts';
import { kernelsIn } from '../../kernels/node/kernelFiles.ts';
import { readBundleFiles } from '../../model/node/bundleFiles.ts';
import { preferred } from '../../native/node/preference.ts';
import { openScorer, type ScorerOptions } from '../openScorer.ts';
import type { Scorer } from '../scorer.ts';

export interface OpenOptions extends ScorerOptions {
  /** The folder, with its closing slash, that holds the .wasm files. */
  wasmPath: string;
  /** Whether native code may be loaded: it may abort its process. */
  native: boolean;
}

/** Opens the bundle in the folder `location` for scoring. */
export async function openScorerIn(location: string, options: OpenOptions): Promise<Scorer> {
  const { backend, native, wasmPath } = options;
  // Beside the folder of .wasm files.
  const program = path.resolve(wasmPath, '..', 'native.js');
  const preference = backend === 'auto' && native ? await preferred('score', location, program) : undefined;
  return openScorer(
    await readBundleFiles(location),
    location,
    { ...options, preferred: preference },
    {
      kernels: () => Kernels.load(kernelsIn(options.wasmPath)),
      async tensorflow(content, choice) {
        // A bundle of its own (esbuild.mjs): scoring without it does not even read it.
        const { startTensorFlow } = await import('./tensorflow.ts');
        return startTensorFlow(content, location, choice, options);
      },
    },
  );
}
