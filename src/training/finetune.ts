import type { LayersModel } from '@tensorflow/tfjs-layers';
import { errors } from '../base/errors.ts';
import { groupBy } from '../base/groupBy.ts';
import type { Random } from '../base/random.ts';
import { say } from '../base/words.ts';
import type { ManifestDraft } from '../model/bundle.ts';
import type { LoadedModel } from '../model/loadedModel.ts';
import type { ManifestTask } from '../model/manifest.ts';
import { buildNetwork } from '../model/network.ts';
import type { FinetuneReport, Metrics } from '../protocol/worker.ts';
import { fitTemperature } from './calibration.ts';
import { type FeatureExample, FrozenEncoder, predictHead, trainHead } from './headTrainer.ts';
import type { LabelledTask } from './labelledTasks.ts';
import { taskMetrics } from './metrics.ts';
import { copyEncoder, copyHead } from './start.ts';

/** Every example is held out once: each of so many folds is predicted by a head that learnt from the others. */
const FOLDS = 5;

/** A known task may lose so much macro-F1 on the user's labels before the gate refuses: noise of a few examples. */
const TOLERANCE = 0.02;

/** Held-out predictions below which a temperature would be fitted to chance. */
const CALIBRATION_EXAMPLES = 50;

export interface FinetuneResult {
  network: LayersModel;
  tasks: ManifestTask[];
  report: Pick<FinetuneReport, 'tasks' | 'guard' | 'accepted'>;
}

export type FinetuneStep = { stage: string; done: number; total: number };

interface TrainedHead {
  task: LabelledTask;
  head: LayersModel;
  temperature: number;
  before: Metrics | null;
  after: Metrics | null;
}

/**
 * Trains one head a labelled task on the frozen encoder of `loaded`, and puts base and heads together as a new
 * network. Heads that the labels do not touch keep their weights. Yields progress; leaves `loaded` as it was.
 */
export function* finetune(
  loaded: LoadedModel,
  labelled: readonly LabelledTask[],
  random: Random,
): Generator<FinetuneStep, FinetuneResult> {
  if (labelled.length === 0) throw errors.badInput(say('at least one label'), say('none'));
  const encoder = new FrozenEncoder(loaded);
  const heads: TrainedHead[] = [];
  for (const task of labelled) heads.push(yield* trainTask(encoder, loaded, task, random));

  const tasks = [...loaded.manifest.tasks];
  const places = heads.map(({ task }) =>
    task.known >= 0 ? task.known : tasks.length + newIndex(heads, task),
  );
  heads.forEach((trained, n) => {
    tasks[places[n]] = manifestTask(trained, loaded.manifest.tasks[trained.task.known]);
  });
  const network = assemble(loaded, tasks, heads, places);
  for (const { head } of heads) head.dispose();
  return { network, tasks, report: report(loaded, heads) };
}

/** Among the new tasks, which one. */
const newIndex = (heads: readonly TrainedHead[], task: LabelledTask) =>
  heads.filter(other => other.task.known < 0).findIndex(other => other.task === task);

function* trainTask(
  encoder: FrozenEncoder,
  loaded: LoadedModel,
  task: LabelledTask,
  random: Random,
): Generator<FinetuneStep, TrainedHead> {
  const { labels } = task;
  const examples: FeatureExample[] = [];
  for (const { text, label } of task.examples) {
    examples.push({ features: encoder.features(text), label });
    yield { stage: task.id, done: examples.length, total: task.examples.length };
  }
  const known = loaded.manifest.tasks[task.known];
  const sameLabels = known !== undefined && known.labels.length === labels.length;
  const start = () => {
    const head = encoder.newHead(labels.length, 'task_0', random);
    if (sameLabels) copyHead(loaded.network, `task_${task.known}`, head, 'task_0');
    return head;
  };
  const truth = examples.map(example => example.label);
  const measured = (rows: readonly Float32Array[]): Metrics => {
    const { accuracy, macroF1 } = taskMetrics(labels, truth, rows);
    return { accuracy, macroF1 };
  };
  let before: Metrics | null = null;
  if (sameLabels) {
    const head = start();
    before = measured(
      predictHead(
        head,
        examples.map(e => e.features),
        labels.length,
      ),
    );
    head.dispose();
  }
  const learnt = examples.length > 1 && (sameLabels || !hasSingles(truth));
  const heldOut = learnt ? yield* crossValidate(task, examples, start, random) : null;
  const head = start();
  for (const _ of trainHead(head, examples, random)) {
    yield { stage: task.id, done: FOLDS, total: FOLDS + 1 };
  }
  const temperature =
    heldOut !== null && examples.length >= CALIBRATION_EXAMPLES ? fitTemperature(truth, heldOut) : 1;
  return { task, head, temperature, before, after: heldOut === null ? null : measured(heldOut) };
}

/** Whether a label has a single example: a new head that holds it out cannot have learnt it. */
function hasSingles(truth: readonly number[]): boolean {
  return [...groupBy(truth, label => label).values()].some(same => same.length < 2);
}

/** The held-out probabilities, a row an example. */
function* crossValidate(
  task: LabelledTask,
  examples: readonly FeatureExample[],
  start: () => LayersModel,
  random: Random,
): Generator<FinetuneStep, Float32Array[]> {
  const byLabel = groupBy(examples.keys(), row => examples[row].label);
  const fold = new Array<number>(examples.length);
  let next = 0;
  for (const rows of byLabel.values()) for (const row of random.shuffle(rows)) fold[row] = next++ % FOLDS;
  const predictions = new Array<Float32Array>(examples.length);
  for (let f = 0; f < FOLDS; f++) {
    const held = examples.map((_, row) => row).filter(row => fold[row] === f);
    if (held.length === 0) continue;
    const head = start();
    for (const _ of trainHead(
      head,
      examples.filter((_, row) => fold[row] !== f),
      random,
    )) {
      yield { stage: task.id, done: f, total: FOLDS + 1 };
    }
    const rows = predictHead(
      head,
      held.map(row => examples[row].features),
      task.labels.length,
    );
    held.forEach((row, n) => {
      predictions[row] = rows[n];
    });
    head.dispose();
  }
  return predictions;
}

function manifestTask(
  { task, temperature, after }: TrainedHead,
  known: ManifestTask | undefined,
): ManifestTask {
  return {
    ...(known ?? {
      id: task.id,
      title: task.id,
      description: 'Learnt from the labels of this workspace.',
      kind: 'multiclass' as const,
      languages: [],
    }),
    labels: task.labels,
    temperature,
    threshold: known?.threshold ?? 0,
    ...(after && { metrics: after }),
  };
}

function assemble(
  loaded: LoadedModel,
  tasks: readonly ManifestTask[],
  heads: readonly TrainedHead[],
  places: readonly number[],
): LayersModel {
  const { architecture } = loaded.manifest;
  const network = buildNetwork(
    architecture,
    loaded.vocabulary.size,
    tasks.map(task => task.labels.length),
  );
  copyEncoder(loaded.network, network);
  loaded.manifest.tasks.forEach((_, k) => {
    if (!places.includes(k)) copyHead(loaded.network, `task_${k}`, network, `task_${k}`);
  });
  heads.forEach(({ head }, n) => {
    copyHead(head, 'task_0', network, `task_${places[n]}`);
  });
  return network;
}

/**
 * A known task must not answer the user's own held-out labels worse than before. The other tasks keep encoder and
 * head, weight by weight, so their figures are the bundle's own on both sides.
 */
function report(loaded: LoadedModel, heads: readonly TrainedHead[]): FinetuneResult['report'] {
  const worse = heads.some(
    ({ before, after }) => before !== null && after !== null && after.macroF1 < before.macroF1 - TOLERANCE,
  );
  const touched = new Set(heads.map(({ task }) => task.known));
  return {
    accepted: !worse,
    tasks: Object.fromEntries(
      heads.map(({ task, before, after }) => [task.id, { examples: task.examples.length, before, after }]),
    ),
    guard: Object.fromEntries(
      loaded.manifest.tasks.flatMap(({ id, metrics }, k) =>
        metrics && !touched.has(k) ? [[id, { before: metrics, after: metrics }]] : [],
      ),
    ),
  };
}

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
