import { createRequire } from 'node:module';
import process from 'node:process';
import util from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import type { TFJSBinding } from '@tensorflow/tfjs-node/dist/tfjs_binding.js';
import { ManylensError } from '../../base/errors.ts';
import { findNative, type NativeFiles, nativeHome } from '../../native/node/home.ts';
import { registerTensorflowLstm } from './tensorflowLstm.ts';

/** Starts the native library that is set up on this machine. */
export async function startTensorflow(): Promise<void> {
  const found = findNative(nativeHome());
  if (found.files === undefined)
    throw new ManylensError('native-missing', found.reason.sentence, found.reason.args);
  await loadTensorflow(found.files);
}

/**
 * Starts the native library in a folder: tfjs-node's backend, without its package's look-up of its own files.
 * @returns the add-on
 */
export async function loadTensorflow({ addon }: NativeFiles): Promise<TFJSBinding> {
  // The library greets on stderr, where the command line has one line for an error.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  const binding: TFJSBinding = createRequire(import.meta.url)(addon);
  leaveSignals();
  if (tf.findBackendFactory('tensorflow') == null) {
    // tfjs-node 4.22 calls two helpers: Node 23 removed one, and warns of the other (tensorflow/tfjs issue 8609).
    const legacy = util as unknown as Record<string, (value: unknown) => boolean>;
    legacy.isNullOrUndefined = value => value === null || value === undefined;
    legacy.isArray = Array.isArray;
    await import('@tensorflow/tfjs-node/dist/register_all_kernels.js');
    const backend = await backendOver(binding);
    tf.registerBackend('tensorflow', () => backend, 3);
    registerTensorflowLstm();
  }
  if (!(await tf.setBackend('tensorflow'))) throw new Error('its native library does not start');
  return binding;
}

/**
 * Takes what handles signals away: they do what they do by default, and nothing more runs on this thread's stack. The
 * library's products (oneDNN's, uxlfoundation/oneDNN issue 4845) use the stack pointer for an address in the heap, so
 * that a handler overwrites it: a terminal that was resized aborted its training.
 */
function leaveSignals(): void {
  for (const name of process.eventNames())
    if (typeof name === 'string' && name.startsWith('SIG')) process.removeAllListeners(name);
}

/**
 * A NodeJSKernelBackend, made by hand: its ES5 constructor cannot call tfjs-core's class, and what is thrown in a
 * backend's factory is lost.
 */
async function backendOver(binding: TFJSBinding): Promise<tf.KernelBackend> {
  const { NodeJSKernelBackend } = await import('@tensorflow/tfjs-node/dist/nodejs_kernel_backend.js');
  const backend: tf.KernelBackend = Object.create(NodeJSKernelBackend.prototype);
  return Object.assign(backend, {
    binding,
    isGPUPackage: false,
    isUsingGpuDevice: binding.isUsingGpuDevice(),
    tensorMap: new tf.DataStorage(backend, tf.engine()),
  });
}
