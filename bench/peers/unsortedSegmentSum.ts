import * as tf from '@tensorflow/tfjs-core';

interface WasmBackend {
  makeOutput(shape: number[], dtype: tf.DataType): tf.TensorInfo;
  typedArrayFromHeap(info: tf.TensorInfo): Float32Array | Int32Array | Uint8Array;
}

/**
 * The gradient of an embedding look-up, which tfjs-backend-wasm 4.22 lacks: without it nothing with an Embedding trains
 * there. Everything else of the peer is as its packages have it.
 */
export function registerUnsortedSegmentSum(): void {
  tf.registerKernel({
    kernelName: tf.UnsortedSegmentSum,
    backendName: 'wasm',
    kernelFunc: unsortedSegmentSum,
  });
}

const unsortedSegmentSum: tf.KernelFunc = ({ inputs, attrs, backend }) => {
  const wasm = backend as WasmBackend;
  const { x, segmentIds } = inputs as { x: tf.TensorInfo; segmentIds: tf.TensorInfo };
  const shape = [attrs?.numSegments as number, ...x.shape.slice(segmentIds.shape.length)];
  const out = wasm.makeOutput(shape, x.dtype);
  const target = wasm.typedArrayFromHeap(out).fill(0);
  const source = wasm.typedArrayFromHeap(x);
  const width = target.length / shape[0];
  wasm.typedArrayFromHeap(segmentIds).forEach((id, row) => {
    if (id < 0) return;
    for (let i = 0; i < width; i++) target[id * width + i] += source[row * width + i];
  });
  return out;
};
