/** Which rows the table lists, and how two tasks answer them. */
import type { TaskInfo } from '../src/protocol/scores.ts';
import { labelOf, type TaskRow } from './taskRows.ts';
import type { Filter, LabelFilter } from './view.ts';

/** The rows whose text has the words looked for, in any case. */
export function withText(rows: readonly TaskRow[], text: string): readonly TaskRow[] {
  const wanted = text.trim().toLowerCase();
  return wanted === '' ? rows : rows.filter(({ segment }) => segment.text.toLowerCase().includes(wanted));
}

/** The rows with the labels asked for, by the chosen task and by the compared one. */
export function withLabels(rows: readonly TaskRow[], { label, other }: Filter): readonly TaskRow[] {
  if (label === undefined && other === undefined) return rows;
  const fits = (wanted: LabelFilter, found: LabelFilter) => wanted === undefined || wanted === found;
  return rows.filter(row => fits(label, labelOf(row.score)) && fits(other, row.other && labelOf(row.other)));
}

/** A task's answers: its labels, then null where it abstains. */
export function answersOf(task: TaskInfo): (string | null)[] {
  return [...task.labels, null];
}

/** How many rows have each pair of answers: `[chosen task's][compared task's]`, in the order of `answersOf`. */
export function crossCounts(task: TaskInfo, compared: TaskInfo, rows: readonly TaskRow[]): number[][] {
  const [across, down] = [compared, task].map(
    info => new Map(answersOf(info).map((answer, index) => [answer, index])),
  );
  const counts = Array.from({ length: down.size }, () => new Array<number>(across.size).fill(0));
  for (const { score, other } of rows) {
    if (other === undefined) continue;
    const line = down.get(labelOf(score));
    const column = across.get(labelOf(other));
    if (line !== undefined && column !== undefined) counts[line][column]++;
  }
  return counts;
}
