/** Whether the encoder is to learn too: by how many labels there are, and by what they say while they are held out. */
import { type Said, say } from '../base/words.ts';
import type { LoadedModel } from '../model/loadedModel.ts';
import type { Measured } from './finetune.ts';
import type { LabelledTask } from './labelledTasks.ts';
import { argMax } from './metrics.ts';

/** With fewer labels heads are as good, and there in seconds. */
const ENOUGH_LABELS = 2000;

/** What stands against changing the model's encoder at all; undefined: nothing. */
export function againstFull({ manifest, heads, guard }: LoadedModel): Said | undefined {
  if (manifest.architecture.sentenceSize === 0) return say('the model has no sentence vectors');
  if (heads.size > 0) return say('the model was fine-tuned before');
  if (guard === undefined) return say('the model has no guard.jsonl, by which forgetting is measured');
  return undefined;
}

/** Why `auto` takes heads at once; undefined: it tries both. */
export function reasonForHeads(
  loaded: LoadedModel,
  labelled: readonly LabelledTask[],
  enough = ENOUGH_LABELS,
): Said | undefined {
  const labels = labelled.reduce((sum, { examples }) => sum + examples.length, 0);
  if (labels < enough)
    return say(
      'heads, because {0} labels are too few to change the encoder by: {1} are enough',
      `${labels}`,
      `${enough}`,
    );
  const against = againstFull(loaded);
  return against && say('heads, because {0}', against);
}

/**
 * Both have learnt from the same labels and held out the same ones. The encoder's learning counts as better where it
 * answers more of those right by more than a standard error of the difference.
 */
export function compared(
  heads: readonly Measured[],
  full: readonly Measured[],
): { better: boolean; reason: Said } {
  const pairs = full.flatMap(({ task, heldOut }, n) =>
    heldOut.flatMap((row, i) => {
      const other = heads[n].heldOut[i];
      if (row === undefined || other === undefined) return [];
      const { label } = task.examples[i];
      return [{ full: Number(argMax(row) === label), heads: Number(argMax(other) === label) }];
    }),
  );
  const mean = (of: (pair: { full: number; heads: number }) => number) =>
    pairs.reduce((sum, pair) => sum + of(pair), 0) / Math.max(1, pairs.length);
  const gain = mean(pair => pair.full - pair.heads);
  const variance = mean(pair => (pair.full - pair.heads - gain) ** 2);
  const error = Math.sqrt(variance / Math.max(1, pairs.length));
  const better = gain > error;
  const figures = [mean(pair => pair.full), mean(pair => pair.heads), error].map(share =>
    (100 * share).toFixed(1),
  );
  const reason = better
    ? say(
        'full, because it answers {0} % of {3} held-out labels right and heads {1} %: more than a standard error ({2}) better',
        ...figures,
        `${pairs.length}`,
      )
    : say(
        'heads, because full answers {0} % of {3} held-out labels right and heads {1} %: not better by more than a standard error ({2})',
        ...figures,
        `${pairs.length}`,
      );
  return { better, reason };
}
