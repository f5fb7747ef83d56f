/** What is to be mended in a workspace's label file, line by line. */
import { groupBy } from '../base/groupBy.ts';
import type { LabelProblem, LabelRecord, TaskLabels } from '../protocol/labels.ts';
import { isOlder, labelKey } from './labelFile.ts';
import { LabelReader } from './labelReader.ts';

/** As many as VS Code shows of a file. */
const MOST = 1000;

/** The worst first. */
const kinds: readonly LabelProblem['kind'][] = ['broken', 'unknown-label', 'contradiction', 'duplicate'];

interface Placed {
  line: number;
  record: LabelRecord;
}

/**
 * Broken lines, labels that their task does not have, labels that a later one contradicts, and such as are said again.
 * Where they are more than 1,000, the first ones in this order.
 * @param name the file, for messages
 * @param tasks whose labels are known: others may have any
 */
export function labelProblems(name: string, content: string, tasks: readonly TaskLabels[]): LabelProblem[] {
  const labels = new Map(tasks.map(task => [task.id, task.labels]));
  const placed: Placed[] = [];
  const problems: LabelProblem[] = [];
  const reader = new LabelReader(
    name,
    { from: 'jsonl' },
    {
      add: (line, record) => placed.push({ line, record }),
      skip: (line, reason) => problems.push({ kind: 'broken', line, reason }),
    },
  );
  reader.read(content.replace(/^\uFEFF/, ''), true);
  for (const same of groupBy(placed, ({ record }) => labelKey(record)).values()) {
    const { latest, others } = standing(same);
    const { line, record } = latest;
    const { task, label } = record;
    if (label === null) continue;
    const known = labels.get(task);
    if (known !== undefined && !known.includes(label))
      problems.push({ kind: 'unknown-label', line, task, label, labels: [...known] });
    for (const other of others) {
      const kind = other.record.label === label ? 'duplicate' : 'contradiction';
      const place = { kind, line: other.line, task, label: other.record.label! } as const;
      problems.push({ ...place, latest: { line, label } });
    }
  }
  return problems.sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind)).slice(0, MOST);
}

/** Of records about the same, the one that counts, and those that it stands against: all since the last that took one back. */
function standing(same: readonly Placed[]): { latest: Placed; others: readonly Placed[] } {
  const byTime = same.toSorted((a, b) =>
    isOlder(a.record, b.record) ? -1 : isOlder(b.record, a.record) ? 1 : 0,
  );
  const taken = byTime.findLastIndex(({ record }) => record.label === null);
  return { latest: byTime.at(-1)!, others: byTime.slice(taken + 1, -1) };
}
