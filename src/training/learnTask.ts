import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Random } from '../base/random.ts';
import type { LinearHead } from '../model/linearHead.ts';
import type { LoadedModel } from '../model/loadedModel.ts';
import type { Metrics, TrainingFigure } from '../protocol/training.ts';
import { countNgrams } from '../text/tfIdf.ts';
import { learnAttention } from './attentionLearner.ts';
import { fitTemperature } from './calibration.ts';
import { encodeExamples } from './dataset.ts';
import { answerTask, predictTask } from './evaluate.ts';
import { NEVER, stratifiedFolds } from './folds.ts';
import type { LabelledTask } from './labelledTasks.ts';
import { namesAsExamples } from './labelNames.ts';
import type { CurveSource } from './learningCurve.ts';
import { learnLinear } from './linearLearner.ts';
import { taskMetrics } from './metrics.ts';

/** Held-out predictions below which a temperature would be fitted to chance. */
const CALIBRATION_EXAMPLES = 50;

export type FinetuneStep = { stage: string; done: number; total: number; figure?: TrainingFigure };

export interface Learnt {
  task: LabelledTask;
  /** What was predicted of each example while it was held out; of one that never was, none. */
  heldOut: readonly (Float32Array | undefined)[];
  /** What the model answers of each example before; where the task is known, with the same labels. */
  answered?: readonly Float32Array[];
  /** Of a linear head whose encoder has not seen the labels. */
  source?: CurveSource;
  /** A layers model is an attention head, named `task_0`. */
  head: LinearHead | LayersModel;
  temperature: number;
  before: Metrics | null;
  after: Metrics | null;
  /** Labels that were learnt and never held out. */
  unmeasured: string[];
}

/** Whether the model answers the task already, with these labels. */
const goesOn = ({ manifest }: LoadedModel, { known, labels }: LabelledTask) =>
  manifest.tasks[known]?.labels.length === labels.length;

/** The fold of each of a task's examples. */
export function foldsOf(loaded: LoadedModel, task: LabelledTask, random: Random): number[] {
  const truth = task.examples.map(({ label }) => label);
  return stratifiedFolds(truth, random, goesOn(loaded, task) ? 'hold' : 'learn');
}

/**
 * The head that a task's labels give on an encoder that stays as it is. The caller disposes an attention head.
 * @param folds of each example
 * @param base where the encoder of `loaded` learnt from the labels: the model that it comes from, which says how good the
 * task was before. Only the first fold is held out then: the encoder has seen the others.
 */
export function* learnTask(
  loaded: LoadedModel,
  task: LabelledTask,
  folds: readonly number[],
  random: Random,
  base: LoadedModel = loaded,
): Generator<FinetuneStep, Learnt> {
  const { manifest, encoder } = loaded;
  const { labels, examples, id } = task;
  const { maxLength } = manifest.tokenizer;
  const known = goesOn(loaded, task);
  const texts = examples.map(({ text }) => text);
  const truth = examples.map(({ label }) => label);
  const encoded = encodeExamples(examples, encoder, maxLength);
  const heldOnce = base === loaded ? folds : folds.map(fold => (fold === 0 ? 0 : NEVER));
  const answers = (model: LoadedModel) =>
    shown(id, answerTask(model, task.known, labels.length, encoded, texts));
  const answered = known ? yield* answers(base) : undefined;
  const ownHead = known && !loaded.heads.has(task.known);

  const { sentenceSize } = manifest.architecture;
  // A task that goes on knows its labels better than by their names.
  const names = known ? [] : namesAsExamples(labels, truth);
  // A network that has no vector of a sentence has nothing to be linear over: the head reads every token.
  const learnt =
    sentenceSize === 0
      ? yield* shown(id, learnAttention(loaded, task, ownHead, heldOnce, random))
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
              ...(ownHead && { own: base === loaded ? answered : yield* answers(loaded) }),
            },
            [...heldOnce, ...names.map(() => NEVER)],
            1 / (manifest.tasks[task.known]?.temperature ?? 1),
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
  const measuredLabels = new Set(heldTruth);
  const unmeasured = labels.filter((_, k) => truth.includes(k) && !measuredLabels.has(k));
  return {
    ...{ task, heldOut, answered, head, temperature, unmeasured },
    ...(base === loaded && 'settings' in learnt && { source: learnt }),
    before: measured(answered),
    after: measured(heldOut),
  };
}

/** Of steps whose number is not known, that they go on. */
export function* shown<T>(stage: string, steps: Generator<unknown, T>): Generator<FinetuneStep, T> {
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
