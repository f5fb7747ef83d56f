import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReadKernel } from '../kernels.ts';

/** Reads kernels out of `folder`. */
export function kernelsIn(folder: string): ReadKernel {
  return file => readFile(join(folder, file));
}
