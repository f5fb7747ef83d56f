/** The floors that a model has reached: `test/functional/floors.json` holds the shipped one to them. */
import { groupBy } from '../../src/base/groupBy.ts';
import type { TaskBias } from './bias.ts';
import type { EverydayAnswer } from './everyday.ts';
import type { FunctionalReport, Rate } from './functional.ts';
import type { Floors } from './trustData.ts';

/** A rate has this much room, so that a case that is added or mended moves no floor. */
const STEP = 0.05;

/** @param functional of the open cases */
export function floorsOf(
  functional: FunctionalReport,
  everyday: readonly EverydayAnswer[],
  bias: readonly TaskBias[],
): Floors {
  const floors: Floors = { functional: {}, sealed: below(functional.sealed), everydayFailures: {}, bias: {} };
  for (const { task, capability, language, ...rate } of functional.capabilities) {
    floors.functional[task] ??= {};
    floors.functional[task][capability] ??= {};
    floors.functional[task][capability][language] = below(rate);
  }
  const failures = everyday.filter(({ held }) => !held);
  for (const [task, answers] of groupBy(failures, answer => answer.task))
    floors.everydayFailures[task] = answers.map(({ text }) => text);
  for (const { task, language, sets, changed, flipped } of bias) {
    floors.bias[task] ??= {};
    floors.bias[task][language] = { changed: above(changed / sets), flipped: above(flipped / sets) };
  }
  return floors;
}

/** Three fifths are twelve steps, whatever floats say. */
const ALMOST = 1e-9;

const stepsOf = (steps: number) => Number((steps * STEP).toFixed(2));
const below = ({ held, cases }: Rate) => stepsOf(Math.floor(held / cases / STEP + ALMOST));
const above = (share: number) => stepsOf(Math.ceil(share / STEP - ALMOST));
