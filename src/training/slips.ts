/** Labels that are likely slips: what was predicted of a text while it was held out says so. */
import type { Random } from '../base/random.ts';
import type { LoadedModel } from '../model/loadedModel.ts';
import type { LabelledTask } from './labelledTasks.ts';
import { type FinetuneStep, foldsOf, learnTask } from './learnTask.ts';

export interface Slip {
  /** Of the examples. */
  row: number;
  /** What was predicted. */
  label: number;
  /** Of that label, from 0 to 1. */
  probability: number;
}

/**
 * Texts of which another label was predicted than they have: cleanlab's `predicted_neq_given`, in the order of its
 * `normalized_margin` (Northcutt, Jiang and Chuang 2021).
 * @param truth the label of each text
 * @param predicted a row of probabilities a text, while it was held out; of a text that never was, none
 * @returns the surest first: those whose own label is the most improbable beside what was predicted
 */
export function likelySlips(
  truth: readonly number[],
  predicted: readonly (ArrayLike<number> | undefined)[],
): Slip[] {
  return predicted
    .flatMap((row, n) => {
      if (row === undefined) return [];
      const probability = Math.max(...Array.from(row));
      const own = row[truth[n]];
      if (own >= probability) return [];
      return [{ row: n, label: Array.from(row).indexOf(probability), probability, own }];
    })
    .sort((a, b) => b.probability - b.own - (a.probability - a.own) || a.row - b.row)
    .map(({ own: _, ...slip }) => slip);
}

/** The likely slips of each task, as heads see them that learn from the other labels. Leaves `loaded` as it is. */
export function* findSlips(
  loaded: LoadedModel,
  labelled: readonly LabelledTask[],
  random: Random,
): Generator<FinetuneStep, { task: LabelledTask; slips: Slip[] }[]> {
  const found: { task: LabelledTask; slips: Slip[] }[] = [];
  for (const task of labelled) {
    const { heldOut, head } = yield* learnTask(loaded, task, foldsOf(loaded, task, random), random);
    if ('dispose' in head) head.dispose();
    const truth = task.examples.map(({ label }) => label);
    found.push({ task, slips: likelySlips(truth, heldOut) });
  }
  return found;
}
