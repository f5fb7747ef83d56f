/** Label files: what users and their tools write down, one label of one text for one task at a time. */
import { type Said, say } from '../base/words.ts';
import type { LabelReading, LabelRecord } from '../protocol/labels.ts';
import { LabelReader } from './labelReader.ts';

export interface LabelFile {
  /** In the file's order. */
  records: LabelRecord[];
  /** Where each of them stands, from 1. */
  lines: number[];
  /** `file:line: reason` of each line that could not be used. */
  skipped: Said[];
}

/**
 * Reads all of a file, and asks nothing: lines that need an answer are skipped.
 * @param name the file, for messages
 */
export function parseLabelFile(name: string, text: string, reading: LabelReading = {}): LabelFile {
  const file: LabelFile = { records: [], lines: [], skipped: [] };
  const reader = new LabelReader(name, reading, {
    add(line, record) {
      file.records.push(record);
      file.lines.push(line);
    },
    skip(line, reason) {
      file.skipped.push(skippedLine(name, line, reason));
    },
  });
  reader.read(text.replace(/^\uFEFF/, ''), true);
  return file;
}

export function skippedLine(name: string, line: number, reason: Said): Said {
  return say('{0}: {1}', `${name}:${line}`, reason);
}

/** One record a text and task: of those that contradict each other the latest `at`, then the last one. */
export function resolveLabels(records: readonly LabelRecord[]): LabelRecord[] {
  const latest = new Map<string, LabelRecord>();
  for (const record of records) {
    const key = labelKey(record);
    const former = latest.get(key);
    if (former === undefined || !isOlder(record, former)) latest.set(key, record);
  }
  return [...latest.values()];
}

/** The same of records that are about the same. */
export function labelKey({ task, text }: Pick<LabelRecord, 'task' | 'text'>): string {
  return JSON.stringify([task, text]);
}

/** A record without a time is older than every one that has one. */
export function isOlder(record: LabelRecord, other: LabelRecord): boolean {
  return time(record) < time(other);
}

function time({ at }: LabelRecord): number {
  return at === undefined ? Number.NEGATIVE_INFINITY : Date.parse(at);
}
