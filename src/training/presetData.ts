/** A preset that is trained from nothing on a workspace's labels: the textbook's models, on one's own task. */

import type { Random } from '../base/random.ts';
import type { LoadedModel } from '../model/loadedModel.ts';
import type { FinetuneReport } from '../protocol/training.ts';
import { encodeExamples } from './dataset.ts';
import { answerTask, finish } from './evaluate.ts';
import type { TaskData } from './examples.ts';
import type { Experiment } from './experiment.ts';
import { NEVER } from './folds.ts';
import type { LabelledTask } from './labelledTasks.ts';
import { taskMetrics } from './metrics.ts';
import { taskDetails } from './taskDetails.ts';

/** The fold that says how good the model is, and the one that says when training stops. */
const TEST = 0;
const VALIDATION = 1;

/** The fold of each example (folds.ts), of a label that would not be learnt from none. */
export function learnable({ examples }: LabelledTask, folds: readonly number[]): number[] {
  const learnt = new Set(examples.flatMap(({ label }, row) => (isHeld(folds[row]) ? [] : [label])));
  return folds.map((fold, row) => (learnt.has(examples[row].label) ? fold : NEVER));
}

const isHeld = (fold: number) => fold === TEST || fold === VALIDATION;

/** What a task trains on. @param folds as `learnable` leaves them */
export function taskData({ id, labels, examples }: LabelledTask, folds: readonly number[]): TaskData {
  const rows = examples.map(({ text, label }) => ({ text, label, language: 'und' }));
  return {
    ...{ id, labels, languages: [] },
    train: rows.filter((_, row) => !isHeld(folds[row])),
    validation: rows.filter((_, row) => folds[row] === VALIDATION),
    test: rows.filter((_, row) => folds[row] === TEST),
  };
}

/** Steps that a network needs to learn anything from nothing, and the epochs that few labels are read for them at most. */
const STEPS = 1000;
const MOST_EPOCHS = 100;

/** Few labels are read more often, and fewer at once. */
function trainingOf(examples: number): Experiment['training'] {
  const batchSize = examples < STEPS ? 8 : 32;
  const epochs = Math.min(MOST_EPOCHS, Math.max(10, Math.ceil((STEPS * batchSize) / examples)));
  return { batchSize, epochs, patience: Math.ceil(epochs / 4) };
}

export function experimentOf(preset: string, labelled: readonly LabelledTask[]): Experiment {
  const tasks = labelled.map(({ id, labels }) => ({
    ...{ id, labels, sources: [] },
    description: 'Learnt from the labels of this workspace.',
  }));
  const examples = labelled.reduce((sum, task) => sum + task.examples.length, 0);
  return { tasks, architecture: { preset }, training: trainingOf(examples) };
}

/**
 * What the report says of a task.
 * @param made the model that was trained, whose tasks stand in the order of the labelled ones
 * @param k its place there
 * @param before the model that scored until then; it is asked where it knows the task, with the same labels
 */
export function presetFigures(
  made: LoadedModel,
  k: number,
  before: LoadedModel,
  task: LabelledTask,
  folds: readonly number[],
  random: Random,
): FinetuneReport['tasks'][string] {
  const { labels, examples, known } = task;
  const rows = [...examples.keys()].filter(row => folds[row] === TEST);
  const held = rows.map(row => examples[row]);
  const truth = held.map(({ label }) => label);
  const texts = held.map(({ text }) => text);
  const answers = (model: LoadedModel, place: number) => {
    const encoded = encodeExamples(held, model.encoder, model.manifest.tokenizer.maxLength);
    return finish(answerTask(model, place, labels.length, encoded, texts));
  };
  const metrics = (found: readonly Float32Array[]) => {
    if (rows.length === 0) return null;
    const { accuracy, macroF1 } = taskMetrics(labels, truth, found);
    return { accuracy, macroF1 };
  };
  const spread = (found: readonly Float32Array[]) => {
    const all = new Array<Float32Array | undefined>(examples.length).fill(undefined);
    for (const [n, row] of rows.entries()) all[row] = found[n];
    return all;
  };
  const knows = before.manifest.tasks[known]?.labels.length === labels.length;
  const former = knows ? answers(before, known) : undefined;
  const found = answers(made, k);
  const unmeasured = labels.filter(
    (_, label) => !truth.includes(label) && examples.some(example => example.label === label),
  );
  return {
    examples: examples.length,
    before: former ? metrics(former) : null,
    after: metrics(found),
    ...(unmeasured.length > 0 && { unmeasured }),
    ...taskDetails(task, former && spread(former), spread(found), null, random),
  };
}
