import type { LabelContent } from '../protocol/labels.ts';
import type { TaskInfo } from '../protocol/scores.ts';
import type { Span, TextSpan } from '../protocol/worker.ts';

/** A task that a text can be labelled for. */
export interface LabelTask {
  id: string;
  title: string;
  labels: string[];
  /** Whether it may get labels that it does not have yet: a task of the model may not. */
  open: boolean;
}

/** The model's tasks, and those that the user's labels have begun. */
export function labelTasks(tasks: readonly TaskInfo[], labels: LabelContent['labels']): LabelTask[] {
  const known = new Map<string, LabelTask>(
    tasks.map(({ id, title, labels }) => [id, { id, title, labels: [...labels], open: false }]),
  );
  for (const { task: id, label } of labels) {
    const task = known.get(id) ?? { id, title: id, labels: [], open: true };
    known.set(id, task);
    if (task.open && !task.labels.includes(label)) task.labels.push(label);
  }
  return [...known.values()];
}

/**
 * What a selection labels: every segment that it touches, because that is what will be scored; but the selection
 * itself where it is a part of one segment, or where there is no segment.
 */
export function labelledSpans(text: string, selection: Span, touched: readonly TextSpan[]): TextSpan[] {
  const { start, end } = selection;
  if (start === end) return touched.slice(0, 1);
  const part = touched.length === 1 && touched[0].start <= start && end <= touched[0].end;
  const whole = part && text.slice(start, end).trim() === text.slice(touched[0].start, touched[0].end).trim();
  if (touched.length > 0 && (!part || whole)) return [...touched];
  const selected = text.slice(start, end).replace(/\s+/g, ' ').trim();
  return selected === '' ? [] : [{ start, end, text: selected }];
}
