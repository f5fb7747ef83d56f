/** Figures with their 95 % intervals, from a confusion matrix. Pure; seeded. */
import { Random } from '../../src/base/random.ts';
import { wilson as wilsonOf } from '../../src/training/intervals.ts';
import { confusionFigures } from '../../src/training/metrics.ts';
import type { Measure } from './goals.ts';

export interface Figure {
  /** Test rows. */
  n: number;
  value: number;
  /** 95 %; absent where there is no sample. */
  interval?: [number, number];
}

const RESAMPLES = 200;
const SEED = 1;

/** @param confusion [true][predicted], in the order of `labels` */
export function figureOf(
  confusion: readonly number[][],
  labels: readonly string[],
  measure: Measure,
  label?: string,
): Figure {
  const of = (matrix: readonly number[][]) => measured(matrix, labels, measure, label);
  const n = confusion.flat().reduce((sum, count) => sum + count, 0);
  const value = of(confusion);
  const interval = measure === 'accuracy' ? wilson(value, n) : bootstrap(confusion, of);
  return { n, value, interval };
}

function measured(
  confusion: readonly number[][],
  labels: readonly string[],
  measure: Measure,
  label?: string,
): number {
  const { perClass, ...figures } = confusionFigures(labels, confusion);
  if (measure === 'accuracy' || measure === 'macroF1') return figures[measure];
  if (measure === 'f1') return perClass[label!].f1;
  const occurring = Object.values(perClass).filter(({ support }) => support > 0);
  return occurring.reduce((sum, { recall }) => sum + recall, 0) / occurring.length;
}

/** Of a share of `n` (Wilson 1927); 0..1. */
export const wilson = (share: number, n: number): [number, number] =>
  n === 0 ? [0, 1] : wilsonOf(share * n, n);

/** Between the 2.5 % and the 97.5 % point of the values of rows drawn anew, with replacement. */
export function bootstrap(
  confusion: readonly number[][],
  measured: (confusion: readonly number[][]) => number,
): [number, number] {
  const random = new Random(SEED);
  const rows = confusion.flatMap((counts, truth) =>
    counts.flatMap((count, predicted) => Array.from({ length: count }, () => [truth, predicted])),
  );
  const values = Array.from({ length: RESAMPLES }, () => {
    const drawn = confusion.map(counts => counts.map(() => 0));
    for (let i = 0; i < rows.length; i++) {
      const [truth, predicted] = rows[random.int(rows.length)];
      drawn[truth][predicted]++;
    }
    return measured(drawn);
  }).sort((a, b) => a - b);
  const cut = Math.floor(0.025 * RESAMPLES);
  return [values[cut], values[RESAMPLES - 1 - cut]];
}
