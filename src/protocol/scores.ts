/** The plain data that the worker, the host, the webview and the command line exchange, and what is computed from it alone. */
import type { TextKinds } from '../base/textKinds.ts';
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
  /** The kinds of text that it is asked of; it abstains on others. Absent: everything. */
  scope?: TextKinds;
  /** Test-set metrics, where the bundle has them; ratios in 0..1. */
  metrics?: { accuracy: number; macroF1: number };
  /** Names of theme colours by label, where the user chose other than the usual ones. */
  colors?: Record<string, string>;
}

export type BackendName = 'tensorflow' | 'wasm' | 'cpu';
export type BackendChoice = 'auto' | BackendName;

/** Of the recurrent weights, where the fused kernels compute: floats, or 8 bits in place of them. */
export const PRECISIONS = ['float', 'int8'] as const;
export type Precision = (typeof PRECISIONS)[number];
/** `auto`: what the bundle's manifest says. */
export type PrecisionChoice = 'auto' | Precision;

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

/**
 * Why a task abstains; where several hold, the first one: it is not asked of this kind of text, the text is too short, in
 * another language, of mostly unknown words, or no label is likely enough.
 */
export const ABSTAIN_REASONS = ['scope', 'short', 'language', 'unknown-words', 'unsure'] as const;

export type AbstainReason = (typeof ABSTAIN_REASONS)[number];

/** One task's answer for one segment. */
export interface TaskScore {
  /** The most probable label; null where the task abstains. */
  label: string | null;
  /** Calibrated, in the order of the task's labels, sums to 1; complete even where the task abstains. */
  probabilities: number[];
  abstained: boolean;
  /** Why it abstains; only where it does. */
  reason?: AbstainReason;
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

/** A task's answer where it is asked: undefined where the segment is of no kind that it is asked of. */
export function askedScore(
  segment: Pick<ScoredSegment, 'scores'>,
  task: Pick<TaskInfo, 'id'>,
): TaskScore | undefined {
  const score = scoreOf(segment, task);
  return score?.reason === 'scope' ? undefined : score;
}

/** How many of the segments the user has labelled for the task. */
export function labelledCount(task: TaskInfo, segments: readonly ScoredSegment[]): number {
  return segments.filter(segment => scoreOf(segment, task)?.guess !== undefined).length;
}

/** A document's score for a task: the token-weighted mean over the segments that do not abstain. */
export interface DocumentScore {
  /** Null where no segment counts. */
  label: string | null;
  /** Null where no segment counts. */
  probabilities: number[] | null;
  /** How many segments count, and how many the task abstains on although it is asked of them. */
  scored: number;
  abstained: number;
  /** How many segments the task is not asked of. */
  outside: number;
}

/** Whether the task is asked of none of the segments, though there are some. */
export function isOutside({ scored, abstained, outside }: DocumentScore): boolean {
  return scored === 0 && abstained === 0 && outside > 0;
}

/** The tasks that are asked of some of the segments, and those that are asked of none. */
export function byScope(
  tasks: readonly TaskInfo[],
  segments: readonly ScoredSegment[],
): { asked: TaskInfo[]; outside: TaskInfo[] } {
  const isNone = (task: TaskInfo) => task.scope !== undefined && isOutside(documentScore(task, segments));
  const outside = tasks.filter(isNone);
  return { asked: tasks.filter(task => !outside.includes(task)), outside };
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
  let outside = 0;
  for (const segment of segments) {
    const score = scoreOf(segment, task);
    if (score === undefined) continue;
    if (score.abstained) {
      if (score.reason === 'scope') outside++;
      else abstained++;
      continue;
    }
    scored++;
    weight += segment.tokens;
    for (let i = 0; i < sums.length; i++) sums[i] += score.probabilities[i] * segment.tokens;
  }
  if (weight === 0) return { label: null, probabilities: null, scored, abstained, outside };
  const probabilities = sums.map(sum => sum / weight);
  return {
    label: task.labels[probabilities.indexOf(Math.max(...probabilities))],
    probabilities,
    scored,
    abstained,
    outside,
  };
}
