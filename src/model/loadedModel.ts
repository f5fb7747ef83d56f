import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Disposable } from '../base/lifecycle.ts';
import type { Vocabulary } from '../text/vocabulary.ts';
import type { Backend } from './backends.ts';
import type { Bundle } from './bundle.ts';
import type { StoredNetwork } from './bundleContent.ts';
import type { LinearHead } from './linearHead.ts';
import type { Manifest } from './manifest.ts';
import { networkOfTasks } from './network.ts';
import { type TextEncoder, textEncoderOf } from './textEncoder.ts';

/** A bundle that is ready to score on the backend that runs. Read-only: a model is replaced, never changed. */
export class LoadedModel implements Disposable {
  readonly manifest: Manifest;
  readonly vocabulary: Vocabulary;
  readonly network: LayersModel;
  /** The network as the bundle has it: for a bundle that has the same. */
  readonly stored: StoredNetwork;
  /** Linear heads, by their task's position: behind the network. */
  readonly heads: ReadonlyMap<number, LinearHead>;
  /** guard.jsonl as the bundle has it, where it has one. */
  readonly guard: Uint8Array | undefined;
  readonly encoder: TextEncoder;
  readonly backend: Backend;
  /** The bundle's folder. */
  readonly location: string;
  #someTasks = new Map<string, LayersModel>();

  constructor(bundle: Bundle, backend: Backend, location: string) {
    this.manifest = bundle.manifest;
    this.vocabulary = bundle.vocabulary;
    this.network = bundle.network;
    const { topology, weightsManifest, bytes, heads } = bundle;
    this.stored = { topology, weightsManifest, bytes };
    this.heads = heads;
    this.guard = bundle.guard;
    this.encoder = textEncoderOf(bundle.manifest.tokenizer.kind, bundle.vocabulary);
    this.backend = backend;
    this.location = location;
  }

  /** Where the network has the sentence's vector, if it has one: behind the tasks' outputs. */
  get sentenceOutput(): number {
    return this.network.outputs.length - 1;
  }

  /** How many labels the network's own head of the task at `k` has: one sigmoid stands for two. */
  outputLabels(k: number): number {
    return Math.max(2, this.network.outputs[k].shape.at(-1) as number);
  }

  /** The network with these outputs alone, ascending: tasks by position in the manifest. Made once for each choice. */
  networkFor(outputs: readonly number[]): LayersModel {
    if (outputs.length === this.network.outputs.length) return this.network;
    const key = outputs.join();
    const made = this.#someTasks.get(key) ?? networkOfTasks(this.network, outputs);
    this.#someTasks.set(key, made);
    return made;
  }

  dispose(): void {
    // The sub-networks share the network's layers, and so its weights.
    this.network.dispose();
  }
}
