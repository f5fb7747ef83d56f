import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Random } from '../base/random.ts';
import { type Said, say } from '../base/words.ts';
import type { ManifestDraft } from '../model/bundle.ts';
import { LinearHead } from '../model/linearHead.ts';
import type { LoadedModel } from '../model/loadedModel.ts';
import type { ManifestTask } from '../model/manifest.ts';
import { buildNetwork } from '../model/network.ts';
import type { TaskDetails } from '../protocol/taskReport.ts';
import type { FinetuneReport } from '../protocol/training.ts';
import type { Agreement } from './guarding.ts';
import type { LabelledTask } from './labelledTasks.ts';
import { learningCurve } from './learningCurve.ts';
import { type FinetuneStep, type Learnt, learnTask, shown } from './learnTask.ts';
import { copyEncoder, copyHead } from './start.ts';
import { taskDetails } from './taskDetails.ts';

/** A known task may lose so much macro-F1 on the user's labels before the gate refuses: noise of a few examples. */
const TOLERANCE = 0.02;

/** What is learnt from, and how. */
export interface Lesson {
  labelled: readonly LabelledTask[];
  /** Of each labelled task, the fold of each example (foldsOf). */
  folds: readonly (readonly number[])[];
  random: Random;
  /** Where the encoder learnt, the model that it comes from. */
  base?: LoadedModel;
}

export interface FinetuneResult {
  /** Absent where it is the network that heads were learnt on: no head of its own was learnt. */
  network?: LayersModel;
  /** The new model's linear heads, by their task's position. */
  heads: ReadonlyMap<number, LinearHead>;
  tasks: ManifestTask[];
  learnt: readonly Measured[];
}

/** A learnt task with what the report says of it. */
export interface Measured extends Omit<Learnt, 'source'> {
  details?: TaskDetails;
}

/**
 * Trains one head a labelled task on the frozen encoder of `loaded`, and puts base and heads together as a new model.
 * Heads that the labels do not touch keep their weights. Yields progress; leaves `loaded` as it was.
 */
export function* finetune(
  loaded: LoadedModel,
  { labelled, folds, random, base }: Lesson,
): Generator<FinetuneStep, FinetuneResult> {
  const learnt: Measured[] = [];
  for (const [n, task] of labelled.entries()) {
    const { source, ...one } = yield* learnTask(loaded, task, folds[n], random, base);
    const curve = source === undefined ? null : yield* shown(task.id, learningCurve(source));
    learnt.push({ ...one, details: taskDetails(task, one.answered, one.heldOut, curve, random) });
  }
  // A network's outputs are its first tasks: new ones with an attention head come before those with a linear one.
  const places = new Map<Measured, number>();
  let next = loaded.manifest.tasks.length;
  for (const one of [...learnt].sort(
    (a, b) => Number(a.head instanceof LinearHead) - Number(b.head instanceof LinearHead),
  ))
    places.set(one, one.task.known >= 0 ? one.task.known : next++);

  const tasks = [...loaded.manifest.tasks];
  const heads = new Map(loaded.heads);
  const attention = new Map<number, LayersModel>();
  for (const [one, place] of places) {
    tasks[place] = manifestTask(one, loaded.manifest.tasks[one.task.known]);
    if (one.head instanceof LinearHead) heads.set(place, one.head);
    else {
      heads.delete(place);
      attention.set(place, one.head);
    }
  }
  const network = attention.size > 0 ? assemble(loaded, tasks, attention) : undefined;
  for (const head of attention.values()) head.dispose();
  return { network, heads, tasks, learnt };
}

function manifestTask(
  { task, head, temperature, after }: Measured,
  known: ManifestTask | undefined,
): ManifestTask {
  const { head: _, ...former } = known ?? {
    id: task.id,
    title: task.id,
    description: 'Learnt from the labels of this workspace.',
    kind: 'multiclass' as const,
    languages: [],
    threshold: 0,
    head: undefined,
  };
  return {
    ...former,
    labels: task.labels,
    temperature,
    ...(head instanceof LinearHead && { head: 'linear' as const }),
    ...(after && { metrics: after }),
  };
}

/** The network of `loaded` with these attention heads in their places. */
function assemble(
  loaded: LoadedModel,
  tasks: readonly ManifestTask[],
  attention: ReadonlyMap<number, LayersModel>,
): LayersModel {
  const { architecture } = loaded.manifest;
  const former = loaded.network.outputs.length - (architecture.sentenceSize > 0 ? 1 : 0);
  const counts = Array.from({ length: Math.max(former, ...[...attention.keys()].map(k => k + 1)) }, (_, k) =>
    // Beside a linear head the network's own stays as it is, for fewer labels where the task has new ones.
    attention.has(k) ? tasks[k].labels.length : loaded.outputLabels(k),
  );
  const network = buildNetwork(architecture, loaded.vocabulary.size, counts);
  copyEncoder(loaded.network, network);
  counts.forEach((_, k) => {
    const head = attention.get(k);
    copyHead(head ?? loaded.network, head ? 'task_0' : `task_${k}`, network, `task_${k}`);
  });
  return network;
}

/** What the report says of tasks with labels. */
export function figuresOf(learnt: readonly Measured[]): FinetuneReport['tasks'] {
  return Object.fromEntries(
    learnt.map(({ task, before, after, unmeasured, details }) => {
      const rest = { ...(unmeasured.length > 0 && { unmeasured }), ...details };
      return [task.id, { examples: task.examples.length, before, after, ...rest }];
    }),
  );
}

/**
 * The gate: why a model is not taken; nothing where it is. A known task must not answer the user's own held-out labels
 * worse than before, and every other one must answer the guard's texts as before.
 * @param agreements of the tasks without labels
 * @param tolerance the share of the guard's texts, from 0 to 1, that may be answered otherwise
 */
export function refusals(
  learnt: readonly Measured[],
  agreements: readonly Agreement[],
  tolerance: number,
): Said[] {
  const worse = learnt.flatMap(({ task, before, after }) =>
    before !== null && after !== null && after.macroF1 < before.macroF1 - TOLERANCE
      ? [
          say(
            '{0} answers the held-out labels worse: macro F1 {1}, before {2}',
            ...[task.id, after.macroF1.toFixed(3), before.macroF1.toFixed(3)],
          ),
        ]
      : [],
  );
  const forgotten = agreements.flatMap(({ id, texts, metrics: { accuracy } }) =>
    1 - accuracy > tolerance + ROUNDING
      ? [
          say(
            '{0} answers {1} of {2} texts of the guard otherwise than before, {3} %: at most {4} % may be',
            ...[id, `${Math.round((1 - accuracy) * texts)}`, `${texts}`],
            ...[percent(1 - accuracy), percent(tolerance)],
          ),
        ]
      : [],
  );
  return [...worse, ...forgotten];
}

/** Of sums of float64 numbers: three texts of three hundred are one in a hundred. */
const ROUNDING = 1e-9;

const percent = (ratio: number) => `${Number((100 * ratio).toFixed(1))}`;

/** The new bundle's manifest, but for what `writeBundle` adds. */
export function finetunedDraft(
  loaded: LoadedModel,
  tasks: ManifestTask[],
  name: string,
  provenance: ManifestDraft['provenance'],
): ManifestDraft {
  const { version, languages, tokenizer, architecture } = loaded.manifest;
  return { name, version, languages, tokenizer, architecture, tasks, provenance };
}
