/** Would more labels help? What a linear head learns from a part of them. */
import type { LearningCurve } from '../protocol/taskReport.ts';
import { FOLDS, NEVER } from './folds.ts';
import { mcNemar, wilson } from './intervals.ts';
import type { LinearExamples, Settings, TrainingRows } from './linearData.ts';
import { ROUGH } from './linearLearner.ts';
import { argMax } from './metrics.ts';
import type { Fitted } from './rowLearner.ts';

/** Below, a curve is noise. */
const FEWEST = 20;
/** Held-out texts that are enough: of more labels, some folds are left out. */
const ENOUGH = 300;
/** A kernel's size times its labels: what fitting takes is about as long, and beyond this longer than a second. */
const MOST_WORK = 150_000_000;
/** Whoever says that more labels help is wrong once in twenty times. */
const CHANCE = 0.05;

/** What a curve is made of: see linearLearner.ts. */
export interface CurveSource {
  examples: LinearExamples;
  rows: TrainingRows;
  /** Of each example (folds.ts). */
  folds: readonly number[];
  settings: Settings;
  /** What was predicted of each text by a head that learnt from all other folds; none of a text that never was held out. */
  heldOut: readonly (Float32Array | undefined)[];
}

/**
 * A held-out fold is predicted from one and two of the other four, which are as stratified as folds are, beside all of
 * them: each point has twice the labels of the one before, and is of the same texts. Yields after each fit.
 */
export function* learningCurve({
  examples,
  rows,
  folds,
  settings,
  heldOut,
}: CurveSource): Generator<unknown, LearningCurve | null> {
  const { truth, labels, names } = examples;
  const measured = folds.filter(fold => fold !== NEVER).length;
  if (measured < FEWEST || truth.length ** 2 * labels > MOST_WORK) return null;
  const parts = Math.min(FOLDS, Math.ceil((ENOUGH / measured) * FOLDS));
  const tested = [...folds.keys()].filter(row => folds[row] !== NEVER && folds[row] < parts);
  /** By how many of the four folds were learnt from: whether each tested text was right. */
  const right = new Map([1, 2].map(share => [share, new Set<number>()]));
  const learnt = new Map([1, 2, 4].map(share => [share, 0]));
  for (let fold = 0; fold < parts; fold++) {
    const held = tested.filter(row => folds[row] === fold);
    let model: Fitted | undefined;
    for (const [share, hits] of right) {
      const kept = [...folds.keys()].filter(row => isKept(folds[row], fold, share));
      // Begins where fewer of these texts led.
      model = yield* rows.fit(kept, settings, ROUGH, model);
      rows.predict(model, kept, held, settings).forEach((row, i) => {
        if (argMax(row) === truth[held[i]]) hits.add(held[i]);
      });
      learnt.set(share, learnt.get(share)! + kept.length - names);
      yield;
    }
    learnt.set(4, learnt.get(4)! + folds.filter(own => own !== fold).length - names);
  }
  const all = new Set(tested.filter(row => argMax(heldOut[row]!) === truth[row]));
  const half = right.get(2)!;
  right.set(4, all);
  const alone = (one: Set<number>, other: Set<number>) => [...one].filter(row => !other.has(row)).length;
  const pValue = mcNemar(alone(all, half), alone(half, all));
  const gain = (all.size - half.size) / tested.length;
  return {
    points: [...right].map(([share, { size }]) => ({
      examples: Math.round(learnt.get(share)! / parts),
      accuracy: size / tested.length,
      interval: wilson(size, tested.length),
    })),
    gain,
    pValue,
    rising: gain > 0 && pValue < CHANCE,
  };
}

/** Whether a row is learnt from while a fold is held out, of the others the next `share` ones. */
function isKept(own: number, held: number, share: number): boolean {
  return own === NEVER || (own !== held && (own - held + FOLDS) % FOLDS <= share);
}
