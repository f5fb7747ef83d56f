import { errors } from '../base/errors.ts';
import { groupBy } from '../base/groupBy.ts';
import { say } from '../base/words.ts';
import type { LabelRecord } from '../protocol/labels.ts';

/** A text, its label's index, and where they stand. */
export interface LabelledExample extends Pick<LabelRecord, 'text' | 'source'> {
  label: number;
  /** `file:line` of the label. */
  place?: string;
}

/** What a user's labels say of one task. */
export interface LabelledTask {
  id: string;
  /** A known task's own labels first, in their order; then new ones, in the order they appear. */
  labels: string[];
  examples: LabelledExample[];
  /** Where the model has the task; -1: a new one. */
  known: number;
}

/**
 * Groups resolved label records by task.
 * A label that a known task lacks is an error unless `allowNewLabels`; a new task needs two labels.
 * @param where a record stands, `file:line`
 */
export function labelledTasks(
  records: readonly LabelRecord[],
  tasks: readonly { id: string; labels: readonly string[] }[],
  allowNewLabels: boolean,
  where: (record: LabelRecord) => string | undefined = () => undefined,
): LabelledTask[] {
  const groups = groupBy(
    records.filter(record => record.label !== null),
    record => record.task,
  );
  return [...groups].map(([id, group]) => {
    const known = tasks.findIndex(task => task.id === id);
    const labels = [...(tasks[known]?.labels ?? [])];
    const examples = group.map(record => {
      const { text, label, source } = record;
      if (!labels.includes(label!)) {
        if (known >= 0 && !allowNewLabels) {
          throw errors.badInput(
            say('one of the labels {0} for the task {1} (or --allow-new-labels)', labels.join(', '), id),
            JSON.stringify(label),
            where(record),
          );
        }
        labels.push(label!);
      }
      return { text, label: labels.indexOf(label!), source, place: where(record) };
    });
    if (labels.length < 2) {
      throw errors.badInput(
        say('at least two labels for the new task {0}', id),
        say('only "{0}"', labels[0]),
      );
    }
    return { id, labels, examples, known };
  });
}
