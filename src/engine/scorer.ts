import { errors } from '../base/errors.ts';
import type { Disposable } from '../base/lifecycle.ts';
import { batchesByLength } from '../model/batches.ts';
import type { LoadedModel } from '../model/loadedModel.ts';
import type { ManifestTask } from '../model/manifest.ts';
import { calibrate, predictBatch } from '../model/predict.ts';
import type { ModelInfo, ScoredSegment, TaskScore } from '../protocol/scores.ts';
import type { Segment } from '../text/segment.ts';
import type { Encoded } from '../text/tokenizer.ts';
import { abstains } from './abstain.ts';
import { MAX_ROWS, MAX_TOKENS } from './network.ts';

export interface ScoreOptions {
  /** Task ids; all of the model's when absent. */
  tasks?: readonly string[];
  /** By task id, in place of the manifest's. */
  thresholds?: Readonly<Record<string, number>>;
  signal?: AbortSignal;
  /** Segments scored so far; after each batch. */
  progress?: (done: number, total: number) => void;
}

/** Scores segments for many tasks at once. Owns the model. */
export class Scorer implements Disposable {
  readonly model: ModelInfo;
  #loaded: LoadedModel;

  constructor(loaded: LoadedModel) {
    this.#loaded = loaded;
    const { name, version, languages, tasks } = loaded.manifest;
    this.model = {
      name,
      version,
      languages,
      location: loaded.location,
      backend: loaded.backend.name,
      backendReason: loaded.backend.reason,
      tasks: tasks.map(({ id, title, description, labels, languages, metrics }) => ({
        id,
        title,
        description,
        labels,
        languages,
        ...(metrics && { metrics }),
      })),
    };
  }

  /**
   * Same length and order as `segments`; an empty segment has no scores, one of white space abstains on all.
   * Rejects with `cancelled` when `signal` aborts, heard between batches.
   */
  async score(segments: readonly Segment[], options: ScoreOptions = {}): Promise<ScoredSegment[]> {
    const { manifest, encoder } = this.#loaded;
    const chosen = this.#positions(options.tasks);
    const tasks = chosen.map(k => withThreshold(manifest.tasks[k], options.thresholds));
    const network = this.#loaded.networkFor(chosen);
    const encoded = segments.map(segment => encoder.encode(segment.text, manifest.tokenizer.maxLength));
    const scored = segments.map(({ start, end, language }, n): ScoredSegment => {
      return { start, end, language, tokens: encoded[n].ids.length, scores: {} };
    });
    const present = segments.flatMap(({ start, end }, n) => (end > start ? [n] : []));
    const ids = present.map(n => encoded[n].ids);
    const counts = tasks.map(task => task.labels.length);
    let done = 0;
    for (const batch of batchesByLength(
      ids.map(row => row.length),
      MAX_ROWS,
      MAX_TOKENS,
    )) {
      if (options.signal?.aborted) throw errors.cancelled();
      const outputs = predictBatch(network, counts, ids, batch);
      batch.rows.forEach((row, r) => {
        const n = present[row];
        // Not by assignment: a task may be called `__proto__`.
        scored[n].scores = Object.fromEntries(
          tasks.map((task, k) => [task.id, taskScore(task, outputs[k][r], encoded[n], segments[n].language)]),
        );
      });
      done += batch.rows.length;
      options.progress?.(done, present.length);
      await nextTurn();
    }
    if (options.signal?.aborted) throw errors.cancelled();
    return scored;
  }

  dispose(): void {
    this.#loaded.dispose();
  }

  #positions(ids: readonly string[] | undefined): number[] {
    const known = this.#loaded.manifest.tasks.map(task => task.id);
    if (ids === undefined) return known.map((_, k) => k);
    return ids.map(id => {
      const k = known.indexOf(id);
      if (k < 0) throw errors.unknownTask(id, known);
      return k;
    });
  }
}

function withThreshold(task: ManifestTask, thresholds: ScoreOptions['thresholds'] = {}): ManifestTask {
  return Object.hasOwn(thresholds, task.id) ? { ...task, threshold: thresholds[task.id] } : task;
}

function taskScore(task: ManifestTask, raw: Float32Array, encoded: Encoded, language: string): TaskScore {
  const probabilities = calibrate(raw, task.temperature);
  const best = Math.max(...probabilities);
  const abstained = abstains(task, encoded, language, best);
  return { label: abstained ? null : task.labels[probabilities.indexOf(best)], probabilities, abstained };
}

/** Lets messages in, a cancel among them. */
const nextTurn = () => new Promise<void>(resolve => setTimeout(resolve, 0));
