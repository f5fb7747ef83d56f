interface Row {
  task?: string;
  label?: string;
  /** By task, in a line that names none. */
  labels?: Record<string, string>;
}

/**
 * A line of a label file with another label for a task, all else as it was.
 * @param line a record
 * @param label undefined: none
 * @returns undefined where the line would say nothing any more
 */
export function withLabel(line: string, task: string, label: string | undefined): string | undefined {
  const row: Row = JSON.parse(line);
  if ('task' in row) return label === undefined ? undefined : JSON.stringify({ ...row, label });
  const { [task]: _, ...others } = row.labels ?? {};
  if (label !== undefined) return JSON.stringify({ ...row, labels: { ...row.labels, [task]: label } });
  return Object.keys(others).length === 0 ? undefined : JSON.stringify({ ...row, labels: others });
}
