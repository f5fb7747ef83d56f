/** Labels as other tools read them; each is read back to the same labels (`formats`). */
import { errors } from '../base/errors.ts';
import { groupBy } from '../base/groupBy.ts';
import type { LabelRecord } from '../protocol/labels.ts';
import { csvLine, escapeLineEnds } from '../protocol/records.ts';
import { fastTextLine } from './fastText.ts';

/** A record that takes no label back. */
export type Labelled = LabelRecord & { label: string };

interface Writer {
  /** Whether a file says which task its labels are of. */
  namesTask: boolean;
  /** Whether a text may have what UTF-8 or the tool's reader cannot: half a surrogate pair, NUL. */
  escapes: boolean;
  write(records: readonly Labelled[]): Iterable<string>;
}

const line = (value: unknown) => `${escapeLineEnds(JSON.stringify(value))}\n`;

/** A line a record, after `head`. */
const lines = (write: (record: Labelled) => string, head = '') =>
  function* (records: readonly Labelled[]): Iterable<string> {
    if (head !== '') yield head;
    for (const record of records) yield write(record);
  };

export const labelWriters = {
  jsonl: {
    ...{ namesTask: true, escapes: true },
    write: lines(({ import: _, ...record }) => line(record)),
  },
  csv: {
    ...{ namesTask: true, escapes: false },
    write: lines(({ text, task, label }) => csvLine([text, task, label]), csvLine(['text', 'task', 'label'])),
  },
  prodigy: {
    ...{ namesTask: false, escapes: true },
    write: lines(({ text, label }) => line({ text, label, answer: 'accept' })),
  },
  doccano: {
    ...{ namesTask: false, escapes: true },
    write: lines(({ text, label }) => line({ text, label: [label] })),
  },
  'label-studio': { ...{ namesTask: true, escapes: true }, write: labelStudio },
  fasttext: { ...{ namesTask: false, escapes: false }, write: lines(fastTextLine) },
} as const satisfies Record<string, Writer>;

export type ExportFormat = keyof typeof labelWriters;

/**
 * Writes labels, in order.
 * @throws `bad-input` where the format has no place for something of them
 */
export function exportLabels(records: readonly Labelled[], format: ExportFormat): Iterable<string> {
  const { namesTask, escapes, write }: Writer = labelWriters[format];
  const tasks = [...new Set(records.map(({ task }) => task))];
  if (!namesTask && tasks.length > 1) {
    throw errors.badInput(`--task ID, because ${format} has one task a file`, tasks.join(', '));
  }
  const impossible = escapes ? undefined : records.find(record => !fits(record));
  if (impossible !== undefined) {
    throw errors.badInput(
      `texts and labels that ${format} has a place for (--to-format jsonl takes all)`,
      JSON.stringify(impossible.text).slice(0, 80),
    );
  }
  return write(records);
}

function fits({ text, task, label }: Labelled): boolean {
  return [text, task, label].every(value => !/[\0\p{Surrogate}]/u.test(value));
}

/** An array of texts, each with one annotation, whose results are its labels by task. */
function* labelStudio(records: readonly Labelled[]): Iterable<string> {
  let before = '[\n';
  for (const [text, labels] of groupBy(records, record => record.text)) {
    const result = labels.map(({ task, label }) => ({
      ...{ from_name: task, to_name: 'text', type: 'choices' },
      value: { choices: [label] },
    }));
    yield before + escapeLineEnds(JSON.stringify({ data: { text }, annotations: [{ result }] }));
    before = ',\n';
  }
  yield records.length === 0 ? '[]\n' : '\n]\n';
}
