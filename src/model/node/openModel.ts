import type { BackendChoice } from '../../protocol/scores.ts';
import { startBackend } from '../backends.ts';
import { openBundle } from '../bundle.ts';
import { LoadedModel } from '../loadedModel.ts';
import { readBundleFiles } from './bundleFiles.ts';
import { nodeStarts } from './nodeBackends.ts';

export interface OpenOptions {
  backend: BackendChoice;
  /** The folder, with its closing slash, that holds tfjs-backend-wasm's .wasm files. */
  wasmPath: string;
}

/** Starts the backend and loads the bundle in `location`. */
export async function openModel(location: string, options: OpenOptions): Promise<LoadedModel> {
  const files = await readBundleFiles(location);
  const backend = await startBackend(options.backend, nodeStarts(options.wasmPath));
  return new LoadedModel(await openBundle(files, location), backend, location);
}
