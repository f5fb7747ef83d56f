import { groupBy } from '../base/groupBy.ts';
import type { Random } from '../base/random.ts';

/** Every example is held out once: each of so many folds is predicted by a head that learnt from the others. */
export const FOLDS = 5;

/** The fold of a row that is never held out. */
export const NEVER = -1;

/**
 * The fold of each row, 0 to FOLDS - 1, with each label spread over all of them.
 * @param truth a label a row
 * @param singles what to do with the only row of a label: a head that holds it out cannot have learnt the label, so a
 * new task learns from it always; a known task knows the label already
 */
export function stratifiedFolds(
  truth: readonly number[],
  random: Random,
  singles: 'learn' | 'hold',
): number[] {
  const fold = new Array<number>(truth.length).fill(NEVER);
  let next = 0;
  for (const rows of groupBy(truth.keys(), row => truth[row]).values()) {
    if (rows.length < 2 && singles === 'learn') continue;
    for (const row of random.shuffle(rows)) fold[row] = next++ % FOLDS;
  }
  return fold;
}

/** The rows that a fold holds out, and those that are learnt from meanwhile. */
export function split(folds: readonly number[], fold: number): { held: number[]; kept: number[] } {
  const rows = folds.map((_, row) => row);
  return {
    held: rows.filter(row => folds[row] === fold),
    kept: rows.filter(row => folds[row] !== fold),
  };
}

/** Of each label of the rows the same share, at least one: about `most` in all. */
export function thinned(rows: readonly number[], truth: readonly number[], most: number): number[] {
  const step = Math.ceil(rows.length / most);
  const met = new Map<number, number>();
  return rows.filter(row => {
    const before = met.get(truth[row]) ?? 0;
    met.set(truth[row], before + 1);
    return before % step === 0;
  });
}
