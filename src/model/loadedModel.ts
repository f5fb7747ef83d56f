import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Disposable } from '../base/lifecycle.ts';
import type { Vocabulary } from '../text/vocabulary.ts';
import type { Backend } from './backends.ts';
import type { Bundle } from './bundle.ts';
import type { Manifest } from './manifest.ts';
import { networkOfTasks } from './network.ts';
import { type TextEncoder, textEncoderOf } from './textEncoder.ts';

/** A bundle that is ready to score on the backend that runs. Read-only: a model is replaced, never changed. */
export class LoadedModel implements Disposable {
  readonly manifest: Manifest;
  readonly vocabulary: Vocabulary;
  readonly network: LayersModel;
  readonly encoder: TextEncoder;
  readonly backend: Backend;
  /** The bundle's folder. */
  readonly location: string;
  #someTasks = new Map<string, LayersModel>();

  constructor(bundle: Bundle, backend: Backend, location: string) {
    this.manifest = bundle.manifest;
    this.vocabulary = bundle.vocabulary;
    this.network = bundle.network;
    this.encoder = textEncoderOf(bundle.manifest.tokenizer.kind, bundle.vocabulary);
    this.backend = backend;
    this.location = location;
  }

  /** The network with these tasks' outputs alone, by position in the manifest; made once for each choice. */
  networkFor(tasks: readonly number[]): LayersModel {
    // Behind the tasks' outputs there may be the sentence's vector.
    if (tasks.length === this.network.outputs.length) return this.network;
    const key = tasks.join();
    const made = this.#someTasks.get(key) ?? networkOfTasks(this.network, tasks);
    this.#someTasks.set(key, made);
    return made;
  }

  dispose(): void {
    // The sub-networks share the network's layers, and so its weights.
    this.network.dispose();
  }
}
