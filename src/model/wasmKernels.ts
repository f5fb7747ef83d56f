import * as tf from '@tensorflow/tfjs-core';

/** The part of tfjs-backend-wasm's backend that a kernel needs: tensors are typed arrays in its heap. */
interface WasmBackend {
  makeOutput(shape: number[], dtype: tf.DataType): tf.TensorInfo;
  typedArrayFromHeap(info: tf.TensorInfo): Float32Array | Int32Array | Uint8Array;
  disposeData(dataId: object): boolean;
}

/**
 * Fits tfjs-backend-wasm 4.22 for training; call once after it was imported.
 * - `UnsortedSegmentSum`, the gradient of an embedding look-up, is missing there.
 * - `Slice` copies the whole tensor out of the heap before it slices: a loop over time becomes quadratic.
 * - `GatherV2`, an embedding's look-up, copies number by number: rows are ten times faster.
 * - `BatchMatMul` with a transpose flag is up to ten times slower than a transpose and a plain product.
 */
export function registerWasmKernels(): void {
  tf.registerKernel({
    kernelName: tf.UnsortedSegmentSum,
    backendName: 'wasm',
    kernelFunc: unsortedSegmentSum,
  });
  replaceKernel(tf.Slice, original => args => sliceInHeap(args) ?? original(args));
  replaceKernel(tf.GatherV2, original => args => rowsInHeap(args) ?? original(args));
  replaceKernel(tf.BatchMatMul, original => args => matMulOfTransposed(args, original));
}

function replaceKernel(name: string, replacement: (original: tf.KernelFunc) => tf.KernelFunc): void {
  const config = tf.getKernel(name, 'wasm');
  const kernelFunc = replacement(config.kernelFunc);
  tf.unregisterKernel(name, 'wasm');
  // The set-up of the original ran, or will run, when the backend starts: keep it.
  tf.registerKernel({ ...config, kernelFunc });
}

const unsortedSegmentSum: tf.KernelFunc = ({ inputs, attrs, backend }) => {
  const wasm = backend as WasmBackend;
  const { x, segmentIds } = inputs as { x: tf.TensorInfo; segmentIds: tf.TensorInfo };
  const numSegments = attrs?.numSegments as number;
  const out = wasm.makeOutput([numSegments, ...x.shape.slice(segmentIds.shape.length)], x.dtype);
  const width = out.shape.slice(1).reduce((product, size) => product * size, 1);
  const target = wasm.typedArrayFromHeap(out).fill(0);
  const source = wasm.typedArrayFromHeap(x);
  const ids = wasm.typedArrayFromHeap(segmentIds);
  for (let row = 0; row < ids.length; row++) {
    if (ids[row] < 0) continue;
    const to = ids[row] * width;
    const from = row * width;
    for (let i = 0; i < width; i++) target[to + i] += source[from + i];
  }
  return out;
};

/** A slice of a matrix, row by row inside the heap; null where the original kernel is to do it. */
function sliceInHeap({ inputs, attrs, backend }: Parameters<tf.KernelFunc>[0]): tf.TensorInfo | null {
  const { x } = inputs as { x: tf.Tensor };
  if (x.shape.length !== 2 || x.dtype === 'string') return null;
  const wasm = backend as WasmBackend;
  const [begin, size] = tf.slice_util.parseSliceParams(
    x,
    attrs?.begin as number | number[],
    attrs?.size as number | number[],
  );
  const out = wasm.makeOutput(size, x.dtype);
  // After makeOutput: it may grow the heap, which detaches older views.
  const source = wasm.typedArrayFromHeap(x);
  const target = wasm.typedArrayFromHeap(out);
  const width = x.shape[1];
  if (size[1] === width) {
    target.set(source.subarray(begin[0] * width, (begin[0] + size[0]) * width));
    return out;
  }
  for (let row = 0; row < size[0]; row++) {
    const from = (begin[0] + row) * width + begin[1];
    target.set(source.subarray(from, from + size[1]), row * size[1]);
  }
  return out;
}

/** Rows of a matrix by their numbers; null where the original kernel is to do it, or to say what is wrong. */
function rowsInHeap({ inputs, attrs, backend }: Parameters<tf.KernelFunc>[0]): tf.TensorInfo | null {
  const { x, indices } = inputs as { x: tf.Tensor; indices: tf.Tensor };
  const { axis, batchDims } = attrs as { axis: number; batchDims: number };
  if (axis !== 0 || batchDims !== 0 || x.shape.length !== 2 || x.dtype === 'string') return null;
  const wasm = backend as WasmBackend;
  const [rows, width] = x.shape;
  if (wasm.typedArrayFromHeap(indices).some(row => row < 0 || row >= rows)) return null;
  const out = wasm.makeOutput([...indices.shape, width], x.dtype);
  const source = wasm.typedArrayFromHeap(x);
  const target = wasm.typedArrayFromHeap(out);
  wasm.typedArrayFromHeap(indices).forEach((row, n) => {
    target.set(source.subarray(row * width, (row + 1) * width), n * width);
  });
  return out;
}

function matMulOfTransposed(args: Parameters<tf.KernelFunc>[0], original: tf.KernelFunc) {
  const { a, b } = args.inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
  const { transposeA, transposeB } = args.attrs as { transposeA: boolean; transposeB: boolean };
  if (!transposeA && !transposeB) return original(args);
  const wasm = args.backend as WasmBackend;
  const transpose = tf.getKernel(tf.Transpose, 'wasm').kernelFunc;
  const swapped = (x: tf.TensorInfo) => {
    const perm = x.shape.map((_, axis) => axis);
    perm.push(...perm.splice(-2).reverse());
    return transpose({ inputs: { x }, attrs: { perm }, backend: args.backend }) as tf.TensorInfo;
  };
  const left = transposeA ? swapped(a) : a;
  const right = transposeB ? swapped(b) : b;
  const product = original({
    ...args,
    inputs: { a: left, b: right },
    attrs: { transposeA: false, transposeB: false },
  });
  if (transposeA) wasm.disposeData(left.dataId);
  if (transposeB) wasm.disposeData(right.dataId);
  return product;
}
