/** What the panel derives from a document for one task. */
import { cssColor, themeColor } from '../src/protocol/colors.ts';
import type { PanelSegment } from '../src/protocol/panel.ts';
import { askedScore, scoreOf, type TaskInfo, type TaskScore } from '../src/protocol/scores.ts';
import { innermost, type Section } from './sections.ts';
import type { ShownSegment } from './shown.ts';

/** A segment with its score for the chosen task: a row of the table and a point of the line. */
export interface TaskRow {
  segment: ShownSegment;
  score: TaskScore;
  /** The probability of the segment's own label; null where the task abstains. */
  probability: number | null;
  /** The innermost one. */
  section: Section | undefined;
  /** What the compared task says; undefined without one, and where it is not asked. */
  other: TaskScore | undefined;
}

/** What rows are made of. */
export interface RowSource {
  task: TaskInfo;
  compared?: TaskInfo;
  segments: readonly ShownSegment[];
  sections: readonly Section[];
}

/** The task's rows in the document's order; segments that it is not asked of are left out. */
export function taskRows({ task, compared, segments, sections }: RowSource): TaskRow[] {
  const places = innermost(sections, segments);
  return segments.flatMap((segment, position) => {
    const score = askedScore(segment, task);
    if (score === undefined) return [];
    const label = labelOf(score);
    const index = label === null ? -1 : task.labels.indexOf(label);
    return [
      {
        segment,
        score,
        probability: index < 0 ? null : score.probabilities[index],
        section: places[position],
        other: compared && askedScore(segment, compared),
      },
    ];
  });
}

/** Null where the task abstains. */
export function labelOf(score: TaskScore): string | null {
  return score.abstained ? null : score.label;
}

/** One label's probability; null where the task abstains. */
export function labelProbability({ score }: TaskRow, labelIndex: number): number | null {
  return score.abstained ? null : (score.probabilities[labelIndex] ?? null);
}

/** How many segments have each label, in the order of the task's labels. */
export function labelCounts(task: TaskInfo, segments: readonly PanelSegment[]): number[] {
  const counts = new Array<number>(task.labels.length).fill(0);
  for (const segment of segments) {
    const score = scoreOf(segment, task);
    const index = score?.label == null || score.abstained ? -1 : task.labels.indexOf(score.label);
    if (index >= 0) counts[index]++;
  }
  return counts;
}

/** A label's theme colour as a CSS value. */
export function colorOf(task: TaskInfo, label: string): string {
  return cssColor(themeColor(task, label));
}

/** One line of a segment's text, cut where nobody reads on. */
export function excerpt(text: string, length = 300): string {
  const line = text
    .slice(0, length * 2)
    .replace(/\s+/g, ' ')
    .trim();
  return line.length < text.trimEnd().length && line.length > length
    ? `${line.slice(0, length).toWellFormed().trimEnd()}…`
    : line;
}
