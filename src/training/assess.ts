import type { LayersModel } from '@tensorflow/tfjs-layers';
import { groupBy } from '../base/groupBy.ts';
import { calibrate } from '../model/calibrate.ts';
import type { ManifestTask } from '../model/manifest.ts';
import { fitTemperature, fitThreshold } from './calibration.ts';
import type { EncodedExample, EncodedTask } from './dataset.ts';
import { finish, metricsOf, predictTask } from './evaluate.ts';
import type { TaskData } from './examples.ts';
import type { TaskMetrics } from './metrics.ts';

/**
 * What early stopping maximises: the mean macro-F1 over the tasks that have validation examples; null without any.
 * @param limit of each task at most so many examples
 */
export function validationScore(
  network: LayersModel,
  tasks: readonly EncodedTask[],
  limit: number,
): number | null {
  const scores = tasks.flatMap(({ labels, validation }, k) => {
    if (validation.length === 0) return [];
    const examples = spread(validation, limit);
    return [metricsOf(labels, examples, finish(predictTask(network, k, labels.length, examples))).macroF1];
  });
  return scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

/** At most `limit` items, evenly spaced: sources stand one behind the other in a list. */
function spread<T>(items: readonly T[], limit: number): T[] {
  if (items.length <= limit) return [...items];
  return Array.from({ length: limit }, (_, n) => items[Math.floor((n * items.length) / limit)]);
}

export type Calibration = Pick<ManifestTask, 'temperature' | 'threshold'>;

/** Fitted on the validation examples; without any, probabilities stay as they are and nothing is too unsure. */
export function calibrateTasks(network: LayersModel, tasks: readonly EncodedTask[]): Calibration[] {
  return tasks.map(({ labels, validation }, k) => {
    const raw = finish(predictTask(network, k, labels.length, validation));
    const temperature = fitTemperature(
      validation.map(example => example.label),
      raw,
    );
    return { temperature, threshold: fitThreshold(raw.map(row => calibrate(row, temperature))) };
  });
}

/**
 * Metrics of a split, by task id; a task of several languages is also split by language, as `sentiment (zh)`.
 * @param answer what is answered for the task at `k`, before calibration, a row an example
 */
export function splitFigures(
  answer: (k: number, examples: readonly EncodedExample[]) => Generator<unknown, Float32Array[]>,
  tasks: readonly EncodedTask[],
  data: readonly TaskData[],
  calibrations: readonly Pick<Calibration, 'temperature'>[],
  split: 'validation' | 'test',
): { tasks: Record<string, TaskMetrics>; byLanguage: Record<string, TaskMetrics> } {
  const byTask: [string, TaskMetrics][] = [];
  const byLanguage: [string, TaskMetrics][] = [];
  tasks.forEach(({ id, labels, [split]: examples }, k) => {
    if (examples.length === 0) return;
    const raw = finish(answer(k, examples));
    const of = (rows: readonly number[]) =>
      metricsOf(
        labels,
        rows.map(row => examples[row]),
        rows.map(row => raw[row]),
        calibrations[k].temperature,
      );
    byTask.push([id, of(examples.map((_, row) => row))]);
    const languages = groupBy(examples.keys(), row => data[k][split][row].language);
    if (languages.size < 2) return;
    for (const [language, rows] of languages) byLanguage.push([`${id} (${language})`, of(rows)]);
  });
  return { tasks: Object.fromEntries(byTask), byLanguage: Object.fromEntries(byLanguage) };
}
