/** How far a probability moves when terms are swapped. */
import { groupBy } from '../../src/base/groupBy.ts';
import type { AnsweredSet } from './bias.ts';

/** Of the watched label's probability, over the sets of a slot, within one group of terms. */
export interface Spread {
  /** What is swapped. */
  slot: string;
  group: string;
  /** Largest less smallest in a set: the mean over sets, and the largest. */
  range: number;
  widest: number;
  /** The standard deviation in a set: the mean over sets. */
  deviation: number;
  /** By how much the group's mean lies above that of all terms: the mean over sets. */
  above: number;
}

/** @param column of the watched label among the task's */
export function spreadOf(sets: readonly AnsweredSet[], column: number): Spread[] {
  const parts = sets.flatMap(({ slot, terms, answers }) => {
    const all = answers.map(({ probabilities }) => probabilities[column]);
    return [...groupBy(all, (_, t) => terms[t].group)].map(([group, own]) => ({
      slot,
      group,
      range: Math.max(...own) - Math.min(...own),
      deviation: deviationOf(own),
      above: mean(own) - mean(all),
    }));
  });
  return [...groupBy(parts, ({ slot, group }) => JSON.stringify([slot, group])).values()].map(own => ({
    slot: own[0].slot,
    group: own[0].group,
    range: mean(own.map(({ range }) => range)),
    widest: Math.max(...own.map(({ range }) => range)),
    deviation: mean(own.map(({ deviation }) => deviation)),
    above: mean(own.map(({ above }) => above)),
  }));
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function deviationOf(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map(value => (value - middle) ** 2)));
}
