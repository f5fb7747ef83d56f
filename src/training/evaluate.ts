import type { LayersModel } from '@tensorflow/tfjs-layers';
import { batchesByLength } from '../model/batches.ts';
import { calibrate } from '../model/calibrate.ts';
import type { LoadedModel } from '../model/loadedModel.ts';
import { networkOfTasks } from '../model/network.ts';
import { predictBatch } from '../model/predict.ts';
import type { EncodedExample } from './dataset.ts';
import { type TaskMetrics, taskMetrics } from './metrics.ts';

const MAX_ROWS = 128;
const MAX_TOKENS = 8192;

/** `evaluate --json`. */
export interface EvaluationReport {
  split: string;
  tasks: Record<string, TaskMetrics>;
  average: { accuracy: number; macroF1: number };
}

/** What one output of the network says, a task's probabilities or the vector, a row an example. Yields batches done, so that the caller shows progress. */
export function* predictTask(
  network: LayersModel,
  output: number,
  width: number,
  examples: readonly EncodedExample[],
): Generator<number, Float32Array[]> {
  const single = networkOfTasks(network, [output]);
  const ids = examples.map(example => example.ids);
  const rows = new Array<Float32Array>(examples.length);
  let done = 0;
  for (const batch of batchesByLength(
    ids.map(row => row.length),
    MAX_ROWS,
    MAX_TOKENS,
  )) {
    const [found] = predictBatch(single, [width], ids, batch);
    batch.rows.forEach((row, r) => {
      rows[row] = found[r];
    });
    done += batch.rows.length;
    yield done;
  }
  return rows;
}

/**
 * What a model answers for the task at `k`, before calibration, a row an example; by its linear head where it has one.
 * @param texts of the examples
 */
export function* answerTask(
  model: LoadedModel,
  k: number,
  labels: number,
  examples: readonly EncodedExample[],
  texts: readonly string[],
): Generator<number, Float32Array[]> {
  const head = model.heads.get(k);
  const own =
    head === undefined || head.weights.prior > 0
      ? yield* predictTask(model.network, k, labels, examples)
      : undefined;
  if (head === undefined) return own!;
  const vectors = yield* predictTask(model.network, model.sentenceOutput, head.size, examples);
  return texts.map((text, n) => head.probabilities(text, vectors[n], own?.[n]));
}

/** Metrics of calibrated probabilities; abstaining is not counted: every text is answered. */
export function metricsOf(
  labels: readonly string[],
  examples: readonly EncodedExample[],
  raw: readonly Float32Array[],
  temperature = 1,
): TaskMetrics {
  return taskMetrics(
    labels,
    examples.map(example => example.label),
    raw.map(row => calibrate(row, temperature)),
  );
}

export function reportOf(split: string, tasks: Record<string, TaskMetrics>): EvaluationReport {
  const all = Object.values(tasks);
  const mean = (key: 'accuracy' | 'macroF1') =>
    all.length === 0 ? 0 : all.reduce((sum, metrics) => sum + metrics[key], 0) / all.length;
  return { split, tasks, average: { accuracy: mean('accuracy'), macroF1: mean('macroF1') } };
}

/** Runs a generator to its end and returns its result. */
export function finish<T>(steps: Generator<unknown, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
