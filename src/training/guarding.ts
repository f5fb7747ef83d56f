/** Whether a model has forgotten: how often its tasks answer a bundle's guard as the model before did. */
import { batchesByLength } from '../model/batches.ts';
import { type GuardText, guards } from '../model/guard.ts';
import type { LoadedModel } from '../model/loadedModel.ts';
import { predictBatch } from '../model/predict.ts';
import type { Metrics } from '../protocol/training.ts';
import { type FinetuneStep, shown } from './learnTask.ts';
import { argMax, taskMetrics } from './metrics.ts';

const MAX_ROWS = 64;
const MAX_TOKENS = 4096;

/** The part of a guard that a model may learn from, and the part that it is measured on: no text is in both. */
export function guardParts(guard: readonly GuardText[]): { taught: GuardText[]; measured: GuardText[] } {
  return {
    taught: guard.filter((_, n) => n % 2 === 0),
    measured: guard.filter((_, n) => n % 2 === 1),
  };
}

export interface Answers {
  /** For each task, a row of probabilities a text, before calibration; by its linear head where it has one. */
  tasks: Float32Array[][];
  /** A row a text. */
  vectors: Float32Array[];
}

/**
 * What a model with sentence vectors says of texts: every output in one pass. Yields texts done.
 * @param network another one of the same outputs, in place of the model's
 */
export function* answersOf(
  model: LoadedModel,
  texts: readonly string[],
  network = model.network,
): Generator<number, Answers> {
  const { manifest, encoder, heads } = model;
  const { maxLength } = manifest.tokenizer;
  const ids = texts.map(text => encoder.encode(text, maxLength).ids);
  const widths = network.outputs.map((_, k) =>
    k === model.sentenceOutput ? manifest.architecture.sentenceSize : model.outputLabels(k),
  );
  const outputs = widths.map(() => new Array<Float32Array>(texts.length));
  const lengths = ids.map(({ length }) => length);
  let done = 0;
  for (const batch of batchesByLength(lengths, MAX_ROWS, MAX_TOKENS)) {
    predictBatch(network, widths, ids, batch).forEach((found, k) => {
      batch.rows.forEach((row, r) => {
        outputs[k][row] = found[r];
      });
    });
    done += batch.rows.length;
    yield done;
  }
  const vectors = outputs[model.sentenceOutput];
  const tasks = manifest.tasks.map((_, k) => {
    const own = k === model.sentenceOutput ? undefined : outputs[k];
    const head = heads.get(k);
    if (head === undefined) return own!;
    return texts.map((text, n) => head.probabilities(text, vectors[n], own?.[n]));
  });
  return { tasks, vectors };
}

/** Of a task: how often it answers as before, on how many texts. */
export interface Agreement {
  id: string;
  texts: number;
  metrics: Metrics;
}

/** Of a task that answers as before. */
export const UNCHANGED: Metrics = { accuracy: 1, macroF1: 1 };

/**
 * How far two models agree, task by task.
 * @param before, after their tasks at one place are the same task
 * @param except the places of tasks that are to answer otherwise
 */
export function* agreementsOf(
  before: LoadedModel,
  after: LoadedModel,
  guard: readonly GuardText[],
  except: readonly number[],
): Generator<FinetuneStep, Agreement[]> {
  const texts = guard.map(({ text }) => text);
  const former = yield* shown('guard', answersOf(before, texts));
  const latter = yield* shown('guard', answersOf(after, texts));
  return agreements(guard, before, former, latter, except);
}

/**
 * @param before, after what two models of the same tasks say of the texts
 * @param except the places of tasks that are to answer otherwise
 */
export function agreements(
  texts: readonly GuardText[],
  { manifest }: LoadedModel,
  before: Answers,
  after: Answers,
  except: readonly number[],
): Agreement[] {
  return manifest.tasks.flatMap((task, k) => {
    if (except.includes(k)) return [];
    const rows = [...texts.keys()].filter(row => guards(texts[row], task));
    const { accuracy, macroF1, n } = taskMetrics(
      task.labels,
      rows.map(row => argMax(before.tasks[k][row])),
      rows.map(row => after.tasks[k][row]),
    );
    return [{ id: task.id, texts: n, metrics: { accuracy, macroF1 } }];
  });
}
