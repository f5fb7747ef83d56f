import { startTensorFlow } from '../../../src/engine/node/tensorflow.ts';
import { type Engines, openScorer } from '../../../src/engine/openScorer.ts';
import type { Scorer } from '../../../src/engine/scorer.ts';
import { Kernels } from '../../../src/kernels/kernels.ts';
import { kernelsIn } from '../../../src/kernels/node/kernelFiles.ts';
import type { BundleFiles } from '../../../src/model/bundleContent.ts';
import type { BackendChoice } from '../../../src/protocol/scores.ts';
import { wasmPath } from '../model/support.ts';

/** What the editor's worker may run a network on. */
export const engines: Engines = {
  kernels: () => Kernels.load(kernelsIn(wasmPath)),
  tensorflow: (content, choice) => startTensorFlow(content, 'toy', choice, { wasmPath, native: false }),
};

export const openToy = (
  files: BundleFiles,
  location = 'toy',
  backend: BackendChoice = 'wasm',
): Promise<Scorer> => openScorer(files, location, { backend }, engines);
