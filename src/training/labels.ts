/** Label files: what users and their tools write down, one label of one text for one task at a time. */
import * as z from 'zod';
import { type Said, say, type Words } from '../base/words.ts';
import type { LabelRecord } from '../protocol/worker.ts';
import { type Add, csvTable, readTable, type Skip, tsvTable } from './labelsTable.ts';

export interface LabelFile {
  /** In the file's order. */
  records: LabelRecord[];
  /** Where each of them stands, from 1. */
  lines: number[];
  /** `file:line: reason` of each line that could not be used. */
  skipped: Said[];
}

/** What is expected stands in the schema as its sentence, which is the key of its translation. */
const expected = (words: Words) => words.sentence;
const emptyText = expected(say('a non-empty "text"'));
const label = z.union([z.string().min(1), z.null()], expected(say('a label: a non-empty string, or null')));
const task = z.string(expected(say('a string "task"'))).min(1, expected(say('a non-empty "task"')));
const common = {
  text: z.string(expected(say('a string "text"'))).refine(text => text.trim() !== '', emptyText),
  id: z.string(expected(say('a string "id"'))).optional(),
  source: z.object({ file: z.string(), start: z.int(), end: z.int() }, expected(say('a source'))).optional(),
  at: z
    .string(expected(say('a string "at"')))
    .refine(at => !Number.isNaN(Date.parse(at)), expected(say('a time as in ISO 8601 in "at"')))
    .optional(),
  by: z.string(expected(say('a string "by"'))).optional(),
};
const single = z.object({ ...common, task, label }, expected(say('a JSON object')));
const several = z.object({
  ...common,
  // Its entries, because zod's own record leaves out a task that is called `__proto__`.
  labels: z.preprocess(
    value => (isObject(value) ? Object.entries(value) : undefined),
    z.array(z.tuple([z.string().min(1), label]), expected(say('an object of "labels" by task'))),
  ),
});

/** @param name the file: its extension chooses the format (.csv, .tsv, else JSON lines); it stands in messages. */
export function parseLabelFile(name: string, text: string): LabelFile {
  const file: LabelFile = { records: [], lines: [], skipped: [] };
  const add: Add = (line, record) => {
    file.records.push(record);
    file.lines.push(line);
  };
  const skip: Skip = (line, reason) => {
    file.skipped.push(say('{0}: {1}', `${name}:${line}`, reason));
  };
  const content = text.replace(/^\uFEFF/, '');
  const extension = /\.(csv|tsv)$/i.exec(name)?.[1].toLowerCase();
  if (extension === 'csv') readTable(csvTable(content, skip), add, skip);
  else if (extension === 'tsv') readTable(tsvTable(content), add, skip);
  else {
    for (const [i, line] of content.split('\n').entries()) {
      if (line.trim() !== '') readJson(line, i + 1, add, skip);
    }
  }
  return file;
}

/** One record a text and task: of those that contradict each other the latest `at`, then the last one. */
export function resolveLabels(records: readonly LabelRecord[]): LabelRecord[] {
  const latest = new Map<string, LabelRecord>();
  for (const record of records) {
    const key = JSON.stringify([record.task, record.text]);
    const former = latest.get(key);
    if (former === undefined || time(record) >= time(former)) latest.set(key, record);
  }
  return [...latest.values()];
}

/** A record without a time is older than every one that has one. */
function time({ at }: LabelRecord): number {
  return at === undefined ? Number.NEGATIVE_INFINITY : Date.parse(at);
}

function readJson(text: string, line: number, add: Add, skip: Skip): void {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    skip(line, say('expected a JSON object, found what is no JSON'));
    return;
  }
  const shape = isObject(value) && 'labels' in value ? several : single;
  const result = shape.safeParse(value);
  if (!result.success) {
    const [{ message }] = result.error.issues;
    skip(line, say('expected {0}', { sentence: message, args: [] }));
    return;
  }
  const { data } = result;
  if ('task' in data) {
    add(line, data);
    return;
  }
  const { labels, ...rest } = data;
  for (const [task, label] of labels) add(line, { ...rest, task, label });
}

function isObject(value: unknown): value is object {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
