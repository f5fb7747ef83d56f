import type { FinetuneStep } from '../learnTask.ts';

/** Runs steps to their end, and lets messages out and signals in between them. */
export async function finish<T>(
  steps: Generator<FinetuneStep, T>,
  progress?: (stage: string, done: number, total: number) => void,
): Promise<T> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    progress?.(value.stage, value.done, value.total);
    await new Promise(resolve => setImmediate(resolve));
  }
}
