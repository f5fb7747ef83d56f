import type { BackendChoice } from '../../protocol/scores.ts';
import { openBundle } from '../bundle.ts';
import { LoadedModel } from '../loadedModel.ts';
import { readBundleFiles } from './bundleFiles.ts';
import { startNodeBackend } from './nodeBackends.ts';

export interface OpenOptions {
  backend: BackendChoice;
  /** The folder, with its closing slash, that holds tfjs-backend-wasm's .wasm files. */
  wasmPath: string;
}

/** Starts the backend and loads the bundle in `location`. */
export async function openModel(location: string, options: OpenOptions): Promise<LoadedModel> {
  const files = await readBundleFiles(location);
  const backend = await startNodeBackend(options.backend, 'score', location, options.wasmPath);
  return new LoadedModel(await openBundle(files, location), backend, location);
}
