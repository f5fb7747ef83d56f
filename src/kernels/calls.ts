import type { KernelExports, Kernels } from './kernels.ts';

/** One kernel call as data, so that another thread can make it. */
export type Call = {
  [K in keyof KernelExports]: [name: K, ...args: Parameters<KernelExports[K]>];
}[keyof KernelExports];

/** Runs lists of calls that do not depend on each other; returns when all are done. */
export type RunCalls = (lists: readonly (readonly Call[])[]) => void;

/** All on this thread. */
export function inTurn({ run }: Kernels): RunCalls {
  return lists => {
    for (const [name, ...args] of lists.flat()) (run[name] as (...args: number[]) => void)(...args);
  };
}
