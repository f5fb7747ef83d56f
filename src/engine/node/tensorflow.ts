/** `dist/tensorflow.js`: TensorFlow.js, for what the fused kernels do not run. */
import { type BackendStarts, embeddedStarts, startBackend } from '../../model/backends.ts';
import { loadBundle } from '../../model/bundle.ts';
import type { BundleContent } from '../../model/bundleContent.ts';
import { LoadedModel } from '../../model/loadedModel.ts';
import { nodeStarts } from '../../model/node/nodeBackends.ts';
import type { BackendChoice } from '../../protocol/scores.ts';
import type { StartedNetwork } from '../openScorer.ts';
import { TensorFlowNetwork } from '../tensorflowNetwork.ts';

/** Loads the network on the backend that is chosen. */
export async function startTensorFlow(
  content: BundleContent,
  location: string,
  choice: BackendChoice,
  { wasmPath, native }: { wasmPath: string; native: boolean },
): Promise<StartedNetwork> {
  const backend = await startBackend(choice, native ? nodeStarts(wasmPath) : withoutNative(wasmPath));
  const bundle = await loadBundle(content, location);
  return { network: new TensorFlowNetwork(new LoadedModel(bundle, backend, location)), backend };
}

const withoutNative = (wasmPath: string): BackendStarts => ({
  ...embeddedStarts(wasmPath),
  tensorflow: () => Promise.reject(new Error('native code stays out of the editor')),
});
