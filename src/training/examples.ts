/** What training and evaluation read: labelled texts by task and split. */
import { groupBy } from '../base/groupBy.ts';
import type { Random } from '../base/random.ts';

export interface Example {
  text: string;
  /** An index into the task's labels. */
  label: number;
  /** BCP-47, `und` when the experiment does not say. */
  language: string;
}

export interface TaskData {
  id: string;
  labels: string[];
  /** Without `und`: empty means that the languages are not known. */
  languages: string[];
  train: Example[];
  validation: Example[];
  test: Example[];
  /** Training examples an epoch at most; as the training options say when absent. */
  perEpoch?: number;
}

/**
 * Shares out examples so that each label has the same share of the validation part, as near as whole rows
 * allow; a label keeps at least one row in training. Both parts keep the order of the examples.
 */
export function stratifiedSplit(
  examples: readonly Example[],
  share: number,
  random: Random,
): { train: Example[]; validation: Example[] } {
  const byLabel = groupBy(examples.keys(), i => examples[i].label);
  const held = new Set<number>();
  for (const label of [...byLabel.keys()].sort((a, b) => a - b)) {
    const indices = random.shuffle(byLabel.get(label)!);
    const count = Math.min(Math.round(indices.length * share), indices.length - 1);
    for (const index of indices.slice(0, count)) held.add(index);
  }
  return {
    train: examples.filter((_, i) => !held.has(i)),
    validation: examples.filter((_, i) => held.has(i)),
  };
}
