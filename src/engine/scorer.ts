import type { BoundedMap } from '../base/boundedMap.ts';
import { errors } from '../base/errors.ts';
import type { Disposable } from '../base/lifecycle.ts';
import type { ManifestTask } from '../model/manifest.ts';
import type { Explanation, ModelInfo, ScoredSegment, TaskScore } from '../protocol/scores.ts';
import type { Segment } from '../text/segment.ts';
import { reasonToAbstain } from './abstain.ts';
import { rowOf } from './network.ts';
import type { OpenModel } from './openModel.ts';
import { eachBatch, OwnReader, type TextReader, type Told } from './reader.ts';
import { type Reading, readingsByText } from './readings.ts';
import { wordEffects } from './wordEffects.ts';

export interface ReadOptions {
  signal?: AbortSignal;
  /** Segments read so far; after each batch. */
  progress?: (done: number, total: number) => void;
}

export interface ScoreOptions extends ReadOptions {
  /** Task ids; all of the model's when absent. */
  tasks?: readonly string[];
  /** By task id, in place of the manifest's. */
  thresholds?: Readonly<Record<string, number>>;
}

/** Scores segments for many tasks at once. Owns the reader, and so the model's network. */
export class Scorer implements Disposable {
  readonly model: ModelInfo;
  readonly #open: OpenModel;
  readonly #reader: TextReader;
  readonly #readings: BoundedMap<Reading>;

  /**
   * @param remember bytes of what was read of texts that are kept
   * @param reader of this model; one on this thread when absent
   */
  constructor(open: OpenModel, remember?: number, reader: TextReader = new OwnReader(open)) {
    this.#open = open;
    this.#reader = reader;
    this.#readings = readingsByText(remember);
    const { name, version, languages, tasks } = open.manifest;
    this.model = {
      name,
      version,
      languages,
      location: open.location,
      backend: open.backend.name,
      backendReason: open.backend.reason,
      tasks: tasks.map(({ id, title, description, labels, languages, scope = [], metrics }) => ({
        id,
        title,
        description,
        labels,
        languages,
        ...(scope.length > 0 && { scope }),
        ...(metrics && { metrics }),
      })),
    };
  }

  /**
   * Same length and order as `segments`; an empty segment has no scores, one of white space abstains on all.
   * A text that was scored lately is not even tokenized.
   * Rejects with `cancelled` when `signal` aborts, heard between batches.
   */
  async score(segments: readonly Segment[], options: ScoreOptions = {}): Promise<ScoredSegment[]> {
    const { manifest } = this.#open;
    const chosen = this.#positions(options.tasks);
    const tasks = chosen.map(k => withThreshold(manifest.tasks[k], options.thresholds));
    const texts = segments.flatMap(({ start, end, text }) => (end > start ? [text] : []));
    const readings = await this.#read(texts, options);
    return segments.map(segment => {
      const { start, end, language } = segment;
      const reading = end > start ? readings.get(segment.text) : undefined;
      if (reading === undefined) return { start, end, language, tokens: 0, scores: {} };
      const scores: Record<string, TaskScore> = {};
      for (let k = 0; k < tasks.length; k++) {
        const score = taskScore(tasks[k], reading.probabilities[chosen[k]], reading, segment);
        setOwn(scores, tasks[k].id, score);
      }
      return { start, end, language, tokens: reading.tokens, scores };
    });
  }

  /**
   * Why a task answers as it does for a segment, word by word; undefined where it abstains.
   * Rejects with `cancelled` when `signal` aborts.
   */
  async explain(
    segment: Pick<Segment, 'text' | 'language' | 'kinds'>,
    taskId: string,
    { thresholds, signal }: Pick<ScoreOptions, 'thresholds' | 'signal'> = {},
  ): Promise<Explanation | undefined> {
    const [k] = this.#positions([taskId]);
    const task = withThreshold(this.#open.manifest.tasks[k], thresholds);
    const { text } = segment;
    const reading = (await this.#read([text], { signal })).get(text)!;
    const probabilities = reading.probabilities[k];
    const { label } = taskScore(task, probabilities, reading, segment);
    if (label === null) return undefined;
    return { label, words: await wordEffects(this.#open, text, k, probabilities, signal) };
  }

  /**
   * Each segment's vector, of length 1, by which like sentences lie together; of no numbers where the text has no tokens.
   * Rejects with `cancelled` when `signal` aborts, with `no-sentence-vector` where the model has none.
   */
  async embed(segments: readonly Segment[], { signal, progress }: ReadOptions = {}): Promise<Float32Array[]> {
    const { manifest, network } = this.#open;
    if (manifest.architecture.sentenceSize === 0) throw errors.noSentenceVector(manifest.name);
    const vectors = new Map<string, Float32Array>();
    const counts = countsOf(segments.map(({ text }) => text));
    const texts = [...counts.keys()];
    let done = 0;
    await eachBatch(this.#open, texts, signal, (batch, ids) => {
      const [found] = network.predict(ids, batch, ['sentence']);
      batch.rows.forEach((row, r) => {
        const vector = rowOf(found, r, batch.rows.length).slice();
        vectors.set(texts[row], ids[row].length > 0 ? vector : new Float32Array());
        done += counts.get(texts[row])!;
      });
      progress?.(done, segments.length);
    });
    return segments.map(({ text }) => vectors.get(text)!);
  }

  /** How many tokens the model reads of a text. */
  tokens(text: string): number {
    const { encoder, manifest } = this.#open;
    return encoder.encode(text, manifest.tokenizer.maxLength).ids.length;
  }

  dispose(): void {
    this.#reader.dispose();
  }

  async #read(
    texts: readonly string[],
    { signal, progress }: ScoreOptions,
  ): Promise<ReadonlyMap<string, Reading>> {
    const readings = new Map<string, Reading>();
    const waiting: string[] = [];
    for (const text of texts) {
      const reading = readings.get(text) ?? this.#readings.get(text);
      if (reading === undefined) waiting.push(text);
      else readings.set(text, reading);
    }
    const counts = countsOf(waiting);
    let done = texts.length - waiting.length;
    const unread = [...counts.keys()];
    const told: Told = (places, found) => {
      places.forEach((place, n) => {
        const text = unread[place];
        readings.set(text, found[n]);
        this.#readings.set(text, found[n]);
        done += counts.get(text)!;
      });
      progress?.(done, texts.length);
    };
    await this.#reader.read(unread, told, signal);
    return readings;
  }

  #positions(ids: readonly string[] | undefined): number[] {
    const known = this.#open.manifest.tasks.map(task => task.id);
    if (ids === undefined) return known.map((_, k) => k);
    return ids.map(id => {
      const k = known.indexOf(id);
      if (k < 0) throw errors.unknownTask(id, known);
      return k;
    });
  }
}

/** A task may be called `__proto__`, to which nothing can be assigned. */
function setOwn<T>(record: Record<string, T>, key: string, value: T): void {
  if (key !== '__proto__') record[key] = value;
  else Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true });
}

/** Each text once, and how often it is there. */
function countsOf(texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

function withThreshold(task: ManifestTask, thresholds: ScoreOptions['thresholds'] = {}): ManifestTask {
  return Object.hasOwn(thresholds, task.id) ? { ...task, threshold: thresholds[task.id] } : task;
}

function taskScore(
  task: ManifestTask,
  probabilities: number[],
  reading: Reading,
  segment: Pick<Segment, 'language' | 'kinds'>,
): TaskScore {
  const best = Math.max(...probabilities);
  const reason = reasonToAbstain(task, reading, segment, best);
  if (reason !== undefined) return { label: null, probabilities, abstained: true, reason };
  return { label: task.labels[probabilities.indexOf(best)], probabilities, abstained: false };
}
