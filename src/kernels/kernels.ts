/** The kernels of assembly/, and their memory. What each one computes, and how it wants its data laid out, stands there. */
import { relaxedSimd } from 'wasm-feature-detect';

/** Exports of the module: addresses in bytes, counts as 32-bit integers. */
export interface KernelExports {
  packPanels(source: number, rows: number, columns: number, target: number): void;
  packGates(source: number, rows: number, units: number, target: number): void;
  packGatesTransposed(source: number, rows: number, units: number, target: number): void;
  orderGates(source: number, units: number, target: number): void;
  unorderGates(source: number, rows: number, units: number, target: number): void;
  matMul(
    a: number,
    lda: number,
    rows: number,
    depth: number,
    panels: number,
    columns: number,
    bias: number,
    c: number,
    ldc: number,
    scratch: number,
  ): void;
  addOuter(a: number, b: number, count: number, m: number, n: number, c: number, scratch: number): void;
  addRows(b: number, count: number, n: number, c: number): void;
  lstmForward(...args: LstmForwardArguments): void;
  lstmForwardSaving(...args: LstmForwardArguments): void;
  lstmForwardInt8(...args: LstmForwardInt8Arguments): void;
  packInt8(source: number, units: number, target: number): void;
  restInt8(h: number, rows: number, units: number): void;
  resumeInt8(h: number, row: number, units: number, source: number): void;
  shortRows(
    source: number,
    count: number,
    columns: number,
    units: number,
    target: number,
    stride: number,
  ): void;
  lstmBackward(
    rows: number,
    active: number,
    states: number,
    grads: number,
    zero: number,
    stride: number,
    steps: number,
    units: number,
    uTransposed: number,
    dh: number,
    dc: number,
    tile: number,
  ): void;
  attentionPool(
    sequence: number,
    steps: number,
    features: number,
    scores: number,
    tasks: number,
    wide: number,
    means: number,
    stride: number,
  ): void;
  maxPool(sequence: number, steps: number, features: number, target: number): void;
  relu(values: number, count: number): void;
  heapBase(): number;
}

/** What a batch is, and where its results go. */
type LstmBatch = [
  rows: number,
  active: number,
  outs: number,
  states: number,
  stride: number,
  steps: number,
  units: number,
];
type LstmForwardArguments = [...LstmBatch, u: number, h: number, c: number, gates: number];
type LstmForwardInt8Arguments = [
  ...LstmBatch,
  ...[u: number, scales: number, shift: number, h: number, c: number, scratch: number],
];

/** With fused multiply-adds, or without them: for engines that lack relaxed SIMD. */
export type KernelBuild = 'relaxed' | 'baseline';

/** The best build that runs here. */
export async function kernelBuild(): Promise<KernelBuild> {
  return (await relaxedSimd()) ? 'relaxed' : 'baseline';
}

/** The file of a build, in the folder that scripts/kernels.mjs fills. */
export function kernelFile(build: KernelBuild, shared: boolean): string {
  return `lstm-${build}${shared ? '-shared' : ''}.wasm`;
}

/** Reads a file of the folder that holds the kernels. */
export type ReadKernel = (file: string) => Promise<Uint8Array>;

/** An instance of the module with its memory. One caller at a time. */
export class Kernels {
  readonly build: KernelBuild;
  readonly run: KernelExports;
  readonly heap: Heap;

  private constructor(build: KernelBuild, run: KernelExports, heap: Heap) {
    this.build = build;
    this.run = run;
    this.heap = heap;
  }

  /** @param read rejects where the file is missing */
  static async load(read: ReadKernel, build?: KernelBuild): Promise<Kernels> {
    const chosen = build ?? (await kernelBuild());
    const memory = new WebAssembly.Memory({ initial: 16 });
    const module = await WebAssembly.compile(
      (await read(kernelFile(chosen, false))) as Uint8Array<ArrayBuffer>,
    );
    return Kernels.on(module, memory, chosen);
  }

  /** An instance of `module` on `memory`, which may be shared with others; only one of them uses the heap. */
  static async on(
    module: WebAssembly.Module,
    memory: WebAssembly.Memory,
    build: KernelBuild,
  ): Promise<Kernels> {
    const instance = await WebAssembly.instantiate(module, { env: { memory } });
    const run = instance.exports as unknown as KernelExports;
    return new Kernels(build, run, new Heap(memory, run.heapBase()));
  }
}

const PAGE = 65_536;
/** A cache line; also what the widest vector wants. */
const ALIGNMENT = 64;

/** A stack of allocations in linear memory. Addresses are bytes. It grows and never shrinks. */
export class Heap {
  readonly memory: WebAssembly.Memory;
  #top: number;

  constructor(memory: WebAssembly.Memory, base: number) {
    this.memory = memory;
    this.#top = base;
  }

  /** The address of `count` floats or 32-bit integers, which hold whatever was there. Views that were taken before are void. */
  allocate(count: number): number {
    const address = Math.ceil(this.#top / ALIGNMENT) * ALIGNMENT;
    this.#top = address + 4 * count;
    // A margin: kernels may read, never write, a vector beyond an array.
    const missing = this.#top + PAGE - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(Math.max(missing, this.memory.buffer.byteLength / 4) / PAGE));
    return address;
  }

  /** allocate, with zeros. */
  zeros(count: number): number {
    const address = this.allocate(count);
    this.floats(address, count).fill(0);
    return address;
  }

  /** A view, valid until the next allocation. */
  floats(address: number, count: number): Float32Array {
    return new Float32Array(this.memory.buffer, address, count);
  }

  /** A view, valid until the next allocation. */
  words(address: number, count: number): Int32Array {
    return new Int32Array(this.memory.buffer, address, count);
  }

  /** A view, valid until the next allocation. */
  bytes(address: number, count: number): Int8Array {
    return new Int8Array(this.memory.buffer, address, count);
  }

  /** A view, valid until the next allocation. */
  shorts(address: number, count: number): Int16Array {
    return new Int16Array(this.memory.buffer, address, count);
  }

  /** A copy, as floats or as 32-bit integers. @returns its address */
  copy(values: Float32Array | Int32Array): number {
    const address = this.allocate(values.length);
    if (values instanceof Int32Array) this.words(address, values.length).set(values);
    else this.floats(address, values.length).set(values);
    return address;
  }

  get top(): number {
    return this.#top;
  }

  /** Gives back what was allocated since the top was `top`. */
  release(top: number): void {
    this.#top = top;
  }
}

/** Columns of a panel and units of a group, rows of a tile: assembly/layout.ts. */
export const WIDTH = 8;
export const TILE = 6;
/** Rows that matMul takes at a time: its scratch is so many rows of the left factor. */
export const MATMUL_ROWS = 48;

export const roundUp = (n: number, to: number): number => Math.ceil(n / to) * to;
