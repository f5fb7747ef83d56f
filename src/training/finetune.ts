import type { LayersModel } from '@tensorflow/tfjs-layers';
import { errors } from '../base/errors.ts';
import type { Random } from '../base/random.ts';
import { say } from '../base/words.ts';
import type { ManifestDraft } from '../model/bundle.ts';
import { LinearHead } from '../model/linearHead.ts';
import type { LoadedModel } from '../model/loadedModel.ts';
import type { ManifestTask } from '../model/manifest.ts';
import { buildNetwork } from '../model/network.ts';
import type { LearningCurve, TaskDetails } from '../protocol/taskReport.ts';
import type { FinetuneReport, Metrics, TrainingFigure } from '../protocol/worker.ts';
import { countNgrams } from '../text/tfIdf.ts';
import { learnAttention } from './attentionLearner.ts';
import { fitTemperature } from './calibration.ts';
import { encodeExamples } from './dataset.ts';
import { answerTask, predictTask } from './evaluate.ts';
import { NEVER, stratifiedFolds } from './folds.ts';
import type { LabelledTask } from './labelledTasks.ts';
import { namesAsExamples } from './labelNames.ts';
import { type CurveSource, learningCurve } from './learningCurve.ts';
import { learnLinear } from './linearLearner.ts';
import { taskMetrics } from './metrics.ts';
import { copyEncoder, copyHead } from './start.ts';
import { taskDetails } from './taskDetails.ts';

/**
 * With so many labels a task's head is attention of its own, trained by Adam: it reads every token, and has enough to
 * learn from. With fewer it is linear: a convex problem, solved to the end in seconds, the same every time.
 */
const MANY_LABELS = 5000;

/** A known task may lose so much macro-F1 on the user's labels before the gate refuses: noise of a few examples. */
const TOLERANCE = 0.02;

/** Held-out predictions below which a temperature would be fitted to chance. */
const CALIBRATION_EXAMPLES = 50;

export interface FinetuneResult {
  /** Absent where it is the network that fine-tuning started from: no head of its own was learnt. */
  network?: LayersModel;
  /** The new model's linear heads, by their task's position. */
  heads: ReadonlyMap<number, LinearHead>;
  tasks: ManifestTask[];
  report: Pick<FinetuneReport, 'tasks' | 'guard' | 'accepted'>;
}

export type FinetuneStep = { stage: string; done: number; total: number; figure?: TrainingFigure };

export interface Learnt {
  task: LabelledTask;
  /** What was predicted of each example while it was held out; of one that never was, none. */
  heldOut: readonly (Float32Array | undefined)[];
  /** What the model answers of each example before; where the task is known, with the same labels. */
  answered?: readonly Float32Array[];
  /** Of a linear head. */
  source?: CurveSource;
  /** A layers model is an attention head, named `task_0`. */
  head: LinearHead | LayersModel;
  temperature: number;
  before: Metrics | null;
  after: Metrics | null;
  /** Labels that were learnt and never held out. */
  unmeasured: string[];
}

/**
 * Trains one head a labelled task on the frozen encoder of `loaded`, and puts base and heads together as a new model.
 * Heads that the labels do not touch keep their weights. Yields progress; leaves `loaded` as it was.
 */
export function* finetune(
  loaded: LoadedModel,
  labelled: readonly LabelledTask[],
  random: Random,
): Generator<FinetuneStep, FinetuneResult> {
  if (labelled.length === 0) throw errors.badInput(say('at least one label'), say('none'));
  const learnt: Learnt[] = [];
  const curves = new Map<Learnt, LearningCurve | null>();
  for (const task of labelled) {
    const { source, ...one } = yield* learnTask(loaded, task, random);
    curves.set(one, source === undefined ? null : yield* shown(task.id, learningCurve(source)));
    learnt.push(one);
  }
  // A network's outputs are its first tasks: new ones with an attention head come before those with a linear one.
  const places = new Map<Learnt, number>();
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
  const details = (one: Learnt) =>
    taskDetails(one.task, one.answered, one.heldOut, curves.get(one) ?? null, random);
  return { network, heads, tasks, report: report(loaded, learnt, details) };
}

/** The head that a task's labels give on the frozen encoder. The caller disposes an attention head. */
export function* learnTask(
  loaded: LoadedModel,
  task: LabelledTask,
  random: Random,
): Generator<FinetuneStep, Learnt> {
  const { manifest, encoder } = loaded;
  const { labels, examples, id } = task;
  const { maxLength } = manifest.tokenizer;
  const known = manifest.tasks[task.known];
  const goesOn = known !== undefined && known.labels.length === labels.length;
  const texts = examples.map(({ text }) => text);
  const truth = examples.map(({ label }) => label);
  const encoded = encodeExamples(examples, encoder, maxLength);
  const folds = stratifiedFolds(truth, random, goesOn ? 'hold' : 'learn');
  const answered = goesOn
    ? yield* shown(id, answerTask(loaded, task.known, labels.length, encoded, texts))
    : undefined;

  // A network that has no vector of a sentence has nothing to be linear over. A model with linear heads was tuned: its
  // network has no output behind its own for another head.
  const { sentenceSize } = manifest.architecture;
  const attends = sentenceSize === 0 || (examples.length >= MANY_LABELS && loaded.heads.size === 0);
  // A task that goes on knows its labels better than by their names.
  const names = goesOn ? [] : namesAsExamples(labels, truth);
  const own = answered !== undefined && !loaded.heads.has(task.known) ? { own: answered } : undefined;
  const learnt = attends
    ? yield* shown(id, learnAttention(loaded, task, goesOn && !loaded.heads.has(task.known), folds, random))
    : yield* shown(
        id,
        learnLinear(
          {
            ngrams: [...examples, ...names].map(({ text }) => countNgrams(text, maxLength)),
            vectors: yield* shown(
              id,
              predictTask(loaded.network, loaded.sentenceOutput, sentenceSize, [
                ...encoded,
                ...encodeExamples(names, encoder, maxLength),
              ]),
            ),
            truth: [...truth, ...names.map(({ label }) => label)],
            labels: labels.length,
            names: names.length,
            ...own,
          },
          [...folds, ...names.map(() => NEVER)],
          1 / (known?.temperature ?? 1),
          maxLength,
        ),
      );

  const { head, heldOut } = learnt;
  const rows = [...heldOut.keys()].filter(row => heldOut[row] !== undefined);
  const heldTruth = rows.map(row => truth[row]);
  const measured = (probabilities: readonly (Float32Array | undefined)[] | undefined): Metrics | null => {
    if (probabilities === undefined || rows.length === 0) return null;
    const { accuracy, macroF1 } = taskMetrics(
      labels,
      heldTruth,
      rows.map(row => probabilities[row]!),
    );
    return { accuracy, macroF1 };
  };
  const temperature =
    rows.length >= CALIBRATION_EXAMPLES
      ? fitTemperature(
          heldTruth,
          rows.map(row => heldOut[row]!),
        )
      : 1;
  const unmeasured = labels.filter((_, k) => truth.includes(k) && !heldTruth.includes(k));
  return {
    task,
    heldOut,
    answered,
    ...('settings' in learnt && { source: learnt }),
    head,
    temperature,
    before: measured(answered),
    after: measured(heldOut),
    unmeasured,
  };
}

/** Of steps whose number is not known, that they go on. */
function* shown<T>(stage: string, steps: Generator<unknown, T>): Generator<FinetuneStep, T> {
  let figure: TrainingFigure | undefined;
  for (let done = 1; ; done++) {
    const step = steps.next();
    if (step.done) return step.value;
    if (isFigure(step.value)) figure = step.value;
    // Never there, always nearer.
    yield { stage, done, total: done + HALFWAY, figure };
  }
}

function isFigure(value: unknown): value is TrainingFigure {
  return typeof value === 'object' && value !== null && ('loss' in value || 'macroF1' in value);
}

/** Steps after which half of a task counts as done: a guess at what most take. */
const HALFWAY = 50;

function manifestTask(
  { task, head, temperature, after }: Learnt,
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

/**
 * A known task must not answer the user's own held-out labels worse than before. The other tasks keep encoder and
 * head, weight by weight, so their figures are the bundle's own on both sides.
 */
function report(
  loaded: LoadedModel,
  learnt: readonly Learnt[],
  details: (one: Learnt) => TaskDetails | undefined,
): FinetuneResult['report'] {
  const worse = learnt.some(
    ({ before, after }) => before !== null && after !== null && after.macroF1 < before.macroF1 - TOLERANCE,
  );
  const touched = new Set(learnt.map(({ task }) => task.known));
  return {
    accepted: !worse,
    tasks: Object.fromEntries(
      learnt.map(one => {
        const { task, before, after, unmeasured } = one;
        const rest = { ...(unmeasured.length > 0 && { unmeasured }), ...details(one) };
        return [task.id, { examples: task.examples.length, before, after, ...rest }];
      }),
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
