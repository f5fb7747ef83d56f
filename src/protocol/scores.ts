/** The plain data that the worker, the host, the webview and the command line exchange, and what is computed from it alone. */
import type { Said } from '../base/words.ts';

/** A question asked of a text. Data, never code: it comes from a bundle's manifest. */
export interface TaskInfo {
  /** Any non-empty string, kept as it is. */
  id: string;
  title: string;
  description: string;
  /** In the order of `TaskScore.probabilities`. */
  labels: string[];
  /** BCP-47 languages that the task was trained on; it abstains on others. Empty: every language. */
  languages: string[];
  /** Test-set metrics, where the bundle has them; ratios in 0..1. */
  metrics?: { accuracy: number; macroF1: number };
  /** Names of theme colours by label, where the user chose other than the usual ones. */
  colors?: Record<string, string>;
}

export type BackendName = 'tensorflow' | 'wasm' | 'cpu';
export type BackendChoice = 'auto' | BackendName;

export interface ModelInfo {
  name: string;
  version: string;
  /** The bundle's folder, or its URI outside a file system. */
  location: string;
  backend: BackendName;
  /** Why this backend: in words, for the log and the model view. */
  backendReason: Said;
  tasks: TaskInfo[];
  languages: string[];
}

/** The wanted tasks of a model's, in its order; all where none is wanted, or the model has none of them. */
export function tasksOf(tasks: TaskInfo[], wanted: readonly string[] = []): TaskInfo[] {
  const found = tasks.filter(({ id }) => wanted.includes(id));
  return found.length === 0 ? tasks : found;
}

/** One task's answer for one segment. */
export interface TaskScore {
  /** The most probable label; null where the task abstains. */
  label: string | null;
  /** Calibrated, in the order of the task's labels, sums to 1; complete even where the task abstains. */
  probabilities: number[];
  abstained: boolean;
  /** Where the label is the user's own, and so as probable as can be: what the model says. */
  guess?: TaskScore;
}

/** How much a word counts for an answer. */
export interface WordEffect {
  /** UTF-16 offsets into the segment's normalised text; `end` is exclusive. */
  start: number;
  end: number;
  word: string;
  /** By how much the answer's probability falls without it; below zero: by how much it rises. */
  drop: number;
}

/** Why a task answers as it does. */
export interface Explanation {
  label: string;
  /** In the order of the text. */
  words: WordEffect[];
}

/** A scored span of a document. */
export interface ScoredSegment {
  /** UTF-16 offsets into the document; `end` is exclusive. */
  start: number;
  end: number;
  /** BCP-47, `und` when unsure. */
  language: string;
  /** How many tokens the model read: the segment's weight in the document's score. */
  tokens: number;
  /** By task id: read by `scoreOf`. */
  scores: Record<string, TaskScore>;
}

/** A task's answer, if it has one. A task may be called `constructor`, which every object seems to have. */
export function scoreOf(
  { scores }: Pick<ScoredSegment, 'scores'>,
  { id }: Pick<TaskInfo, 'id'>,
): TaskScore | undefined {
  return Object.hasOwn(scores, id) ? scores[id] : undefined;
}

/** How many of the segments the user has labelled for the task. */
export function labelledCount(task: TaskInfo, segments: readonly ScoredSegment[]): number {
  return segments.filter(segment => scoreOf(segment, task)?.guess !== undefined).length;
}

/** A document's score for a task: the token-weighted mean over the segments that do not abstain. */
export interface DocumentScore {
  /** Null where every segment abstains. */
  label: string | null;
  /** Null where every segment abstains. */
  probabilities: number[] | null;
  /** How many segments count, and how many abstain. */
  scored: number;
  abstained: number;
}

/**
 * The token-weighted mean of each label's probability over the segments that do not abstain.
 * @returns probabilities in the order of `task.labels`.
 */
export function documentScore(task: TaskInfo, segments: readonly ScoredSegment[]): DocumentScore {
  const sums = new Array<number>(task.labels.length).fill(0);
  let weight = 0;
  let scored = 0;
  let abstained = 0;
  for (const segment of segments) {
    const score = scoreOf(segment, task);
    if (score === undefined) continue;
    if (score.abstained) {
      abstained++;
      continue;
    }
    scored++;
    weight += segment.tokens;
    for (let i = 0; i < sums.length; i++) sums[i] += score.probabilities[i] * segment.tokens;
  }
  if (weight === 0) return { label: null, probabilities: null, scored, abstained };
  const probabilities = sums.map(sum => sum / weight);
  return {
    label: task.labels[probabilities.indexOf(Math.max(...probabilities))],
    probabilities,
    scored,
    abstained,
  };
}
