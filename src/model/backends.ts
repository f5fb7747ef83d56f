import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { errors, isManylensError, messageOf, wordsOf } from '../base/errors.ts';
import { joined, type Said, say } from '../base/words.ts';
import type { BackendChoice, BackendName } from '../protocol/scores.ts';
import { registerLayers } from './layers.ts';
import { registerWasmKernels } from './wasmKernels.ts';

export interface Backend {
  name: BackendName;
  /** Why this one. */
  reason: Said;
}

/** How to start a backend on this host; throws where it cannot. */
export type BackendStarts = Record<BackendName, () => Promise<void>>;

/** `auto` tries them in this order, after what is preferred. */
const embedded = ['wasm', 'cpu'] as const;

const descriptions: Record<BackendName, Said> = {
  tensorflow: say('the native TensorFlow library loads here'),
  wasm: say('the embedded WebAssembly backend loads here'),
  cpu: say('plain JavaScript always runs'),
};

/**
 * The wasm and cpu backends, everywhere.
 * @param wasmPath the folder or URL, with its closing slash, that holds tfjs-backend-wasm's .wasm files
 */
export function embeddedStarts(wasmPath: string): Omit<BackendStarts, 'tensorflow'> {
  return {
    wasm: async () => {
      setWasmPaths(wasmPath);
      if (!(await tf.setBackend('wasm'))) throw new Error(`its .wasm files do not load from ${wasmPath}`);
    },
    cpu: async () => void (await tf.setBackend('cpu')),
  };
}

let prepared = false;

/**
 * Starts the chosen backend. A choice by name fails loudly; `auto` falls back and says so.
 * @param preferred what `auto` is to try first, and why
 */
export async function startBackend(
  choice: BackendChoice,
  starts: BackendStarts,
  preferred?: Backend,
): Promise<Backend> {
  if (!prepared) {
    prepared = true;
    // tfjs greets on the console, and advises its native package, unless it is told that this is production.
    tf.env().set('PROD', true);
    registerLayers();
    registerWasmKernels();
  }
  const failures: Said[] = [];
  const order = new Set([...(preferred ? [preferred.name] : []), ...embedded]);
  for (const name of choice === 'auto' ? order : [choice]) {
    try {
      await starts[name]();
      await tf.ready();
      const reason = name === preferred?.name ? preferred.reason : descriptions[name];
      return { name, reason: choice === 'auto' ? joined(reason, ...failures) : say('chosen by name') };
    } catch (error) {
      const why = isManylensError(error) ? wordsOf(error) : messageOf(error).split('\n')[0];
      if (choice !== 'auto') throw errors.backendUnavailable(name, why);
      failures.push(say('{0} does not load: {1}', name, why));
    }
  }
  throw errors.backendUnavailable('auto', joined(failures[0], ...failures.slice(1)));
}
