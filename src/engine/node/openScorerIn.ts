import { availableParallelism } from 'node:os';
import path from 'node:path';
import { Kernels } from '../../kernels/kernels.ts';
import { kernelsIn } from '../../kernels/node/kernelFiles.ts';
import { readBundleFiles } from '../../model/node/bundleFiles.ts';
import { preferred } from '../../native/node/preference.ts';
import { openScorer, type ScorerOptions } from '../openScorer.ts';
import type { Scorer } from '../scorer.ts';
import { startReader } from './startReader.ts';
import { TwoReaders } from './twoReaders.ts';

export interface OpenOptions extends ScorerOptions {
  /** The folder, with its closing slash, that holds the .wasm files. */
  wasmPath: string;
  /** Whether native code may be loaded: it may abort its process. */
  native: boolean;
  /** 1 or 2, for long texts; two where there are two cores when absent. */
  threads?: number;
}

/** Opens the bundle in the folder `location` for scoring. */
export async function openScorerIn(location: string, options: OpenOptions): Promise<Scorer> {
  const { backend, native, wasmPath, threads = availableParallelism() } = options;
  // Beside the folder of .wasm files.
  const program = path.resolve(wasmPath, '..', 'native.js');
  const reader = path.resolve(wasmPath, '..', 'reader.js');
  const preference = backend === 'auto' && native ? await preferred('score', location, program) : undefined;
  const files = await readBundleFiles(location);
  return openScorer(
    files,
    location,
    { ...options, preferred: preference },
    {
      kernels: () => Kernels.load(kernelsIn(wasmPath)),
      ...(threads > 1 && {
        beside: (own, { manifest }, precision) =>
          new TwoReaders(
            own,
            manifest.tasks.map(({ labels }) => labels.length),
            () => startReader(reader, { files, location, precision, wasmPath }),
          ),
      }),
      async tensorflow(content, choice) {
        // A bundle of its own (esbuild.mjs): scoring without it does not even read it.
        const { startTensorFlow } = await import('./tensorflow.ts');
        return startTensorFlow(content, location, choice, options);
      },
    },
  );
}
