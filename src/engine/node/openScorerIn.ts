import { Kernels } from '../../kernels/kernels.ts';
import { kernelsIn } from '../../kernels/node/kernelFiles.ts';
import { readBundleFiles } from '../../model/node/bundleFiles.ts';
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
  return openScorer(await readBundleFiles(location), location, options, {
    kernels: () => Kernels.load(kernelsIn(options.wasmPath)),
    async tensorflow(content, choice) {
      // A bundle of its own (esbuild.mjs): scoring without it does not even read it.
      const { startTensorFlow } = await import('./tensorflow.ts');
      return startTensorFlow(content, location, choice, options);
    },
  });
}
