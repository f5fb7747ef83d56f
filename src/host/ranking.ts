import { askedScore, type ScoredSegment, scoreOf, type TaskInfo } from '../protocol/scores.ts';

/** A segment with the probability that it is listed by. */
export interface Ranked {
  readonly segment: ScoredSegment;
  readonly probability: number;
}

/** The segments that a task gave a label, most probable first; label null: those where it abstains. */
export interface LabelGroup {
  readonly label: string | null;
  readonly segments: readonly Ranked[];
}

/**
 * A task's segments by label, in the order of the task's labels. Labels without segments are left out, and segments that
 * the task is not asked of.
 */
export function groupByLabel(task: TaskInfo, segments: readonly ScoredSegment[]): LabelGroup[] {
  const groups = new Map<string | null, Ranked[]>([...task.labels, null].map(label => [label, []]));
  for (const segment of segments) {
    const score = askedScore(segment, task);
    if (score !== undefined)
      groups.get(score.label)?.push({ segment, probability: probability(task, segment) });
  }
  return [...groups]
    .filter(([, ranked]) => ranked.length > 0)
    .map(([label, ranked]) => ({ label, segments: ranked.toSorted(byProbability) }));
}

/** The probability of a segment's most probable label. */
export function probability(task: TaskInfo, segment: ScoredSegment): number {
  return Math.max(...(scoreOf(segment, task)?.probabilities ?? []));
}

function byProbability(a: Ranked, b: Ranked): number {
  return b.probability - a.probability || a.segment.start - b.segment.start;
}
