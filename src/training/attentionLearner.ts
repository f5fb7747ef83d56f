/** Attention heads: trained by Adam on what the frozen encoder says of each token. */
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Random } from '../base/random.ts';
import type { LoadedModel } from '../model/loadedModel.ts';
import { FOLDS, split } from './folds.ts';
import { type FeatureExample, FrozenEncoder, predictHead, trainHead } from './headTrainer.ts';
import type { LabelledTask } from './labelledTasks.ts';
import { copyHead } from './start.ts';

export interface AttentionLearnt {
  /** Named `task_0`; the caller disposes it. */
  head: LayersModel;
  /** What was predicted of each text while it was held out; none of a text that never was. */
  heldOut: (Float32Array | undefined)[];
}

/**
 * @param goesOn whether the head begins as the model's own head of the task, whose labels are the same
 * @param folds of each example (folds.ts)
 */
export function* learnAttention(
  loaded: LoadedModel,
  task: LabelledTask,
  goesOn: boolean,
  folds: readonly number[],
  random: Random,
): Generator<unknown, AttentionLearnt> {
  const encoder = new FrozenEncoder(loaded);
  const labels = task.labels.length;
  const examples: FeatureExample[] = [];
  for (const { text, label } of task.examples) {
    examples.push({ features: encoder.features(text), label });
    yield;
  }
  const start = () => {
    const head = encoder.newHead(labels, 'task_0', random);
    if (goesOn) copyHead(loaded.network, `task_${task.known}`, head, 'task_0');
    return head;
  };
  const heldOut: (Float32Array | undefined)[] = examples.map(() => undefined);
  for (let fold = 0; fold < FOLDS; fold++) {
    const { held, kept } = split(folds, fold);
    if (held.length === 0) continue;
    const head = start();
    yield* trainHead(
      head,
      kept.map(row => examples[row]),
      random,
    );
    const rows = predictHead(
      head,
      held.map(row => examples[row].features),
      labels,
    );
    held.forEach((row, n) => {
      heldOut[row] = rows[n];
    });
    head.dispose();
  }
  const head = start();
  yield* trainHead(head, examples, random);
  return { head, heldOut };
}
