import type { TrainingEvents } from '../../protocol/training.ts';
import type { FinetuneStep } from '../learnTask.ts';

/** Runs steps to their end, and lets messages out and signals in between them. */
export async function finish<T>(
  steps: Generator<FinetuneStep, T>,
  progress?: TrainingEvents['progress'],
): Promise<T> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    progress?.(value.stage, value.done, value.total, value.figure);
    await new Promise(resolve => setImmediate(resolve));
  }
}
