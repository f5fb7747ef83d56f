import type { Random } from '../base/random.ts';

/** What an epoch draws from: a task's examples, or sentences. */
export interface Pool {
  train: readonly { ids: Int32Array }[];
  /** Examples a step. */
  batchSize: number;
  /** At most so many examples an epoch, chosen at random. */
  limit: number;
}

/** One training step: some examples of one pool. */
export interface Step {
  pool: number;
  /** Positions in the pool's training examples. */
  rows: number[];
}

/** So many batches' worth of shuffled examples are sorted by length together: little padding, random batches. */
const SORTED = 50;

/** An epoch's steps: every pool's examples in batches of similar length, the pools' batches mixed. */
export function planEpoch(pools: readonly Pool[], random: Random): Step[] {
  const steps = pools.flatMap(({ train, batchSize, limit }, pool) => {
    const order = random.shuffle(train.map((_, row) => row)).slice(0, limit);
    const batches: Step[] = [];
    for (let start = 0; start < order.length; start += SORTED * batchSize) {
      const sorted = order.slice(start, start + SORTED * batchSize);
      sorted.sort((a, b) => train[a].ids.length - train[b].ids.length || a - b);
      for (let at = 0; at < sorted.length; at += batchSize) {
        batches.push({ pool, rows: sorted.slice(at, at + batchSize) });
      }
    }
    return batches;
  });
  return random.shuffle(steps);
}
