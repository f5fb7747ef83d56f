import type { Random } from '../base/random.ts';
import type { EncodedTask } from './dataset.ts';

/** One training step: some examples of one task. */
export interface Step {
  task: number;
  /** Positions in the task's training examples. */
  rows: number[];
}

/** So many batches' worth of shuffled examples are sorted by length together: little padding, random batches. */
const POOL = 50;

/**
 * An epoch's steps: every task's examples in batches of similar length, the tasks' batches mixed.
 * @param limit of each task at most so many examples, chosen at random
 */
export function planEpoch(
  tasks: readonly EncodedTask[],
  batchSize: number,
  limit: number,
  random: Random,
): Step[] {
  const steps = tasks.flatMap(({ train }, task) => {
    const order = random.shuffle(train.map((_, row) => row)).slice(0, limit);
    const batches: Step[] = [];
    for (let start = 0; start < order.length; start += POOL * batchSize) {
      const pool = order.slice(start, start + POOL * batchSize);
      pool.sort((a, b) => train[a].ids.length - train[b].ids.length || a - b);
      for (let at = 0; at < pool.length; at += batchSize) {
        batches.push({ task, rows: pool.slice(at, at + batchSize) });
      }
    }
    return batches;
  });
  return random.shuffle(steps);
}
