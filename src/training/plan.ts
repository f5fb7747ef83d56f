import type { Random } from '../base/random.ts';

/** What an epoch draws from: a task's examples, or sentences. */
export interface Pool {
  train: readonly { ids: Int32Array; language?: string }[];
  /** Examples a step. */
  batchSize: number;
  /** At most so many examples an epoch, or so many of each language, chosen at random. */
  limit: Limit;
}

/** A number of examples, or of each language that is drawn from. */
export type Limit = number | Readonly<Record<string, number>>;

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
    const order = chosen(train, limit, random);
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

function chosen(train: Pool['train'], limit: Limit, random: Random): number[] {
  const order = random.shuffle(train.map((_, row) => row));
  if (typeof limit === 'number') return order.slice(0, limit);
  const left = new Map(Object.entries(limit));
  return order.filter(row => {
    const { language = 'und' } = train[row];
    const more = left.get(language) ?? 0;
    left.set(language, more - 1);
    return more > 0;
  });
}
