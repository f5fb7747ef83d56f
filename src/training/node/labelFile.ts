/** Writes label files. They are the user's: appended to, never rewritten. */
import { closeSync, fstatSync, fsyncSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { errors, messageOf } from '../../base/errors.ts';
import { say } from '../../base/words.ts';
import type { LabelRecord } from '../../protocol/worker.ts';

/** Appends one JSON line a record; makes the folder and the file where there is none. */
export function appendLabels(path: string, records: readonly LabelRecord[]): void {
  if (records.length === 0) return;
  const lines = records.map(record => `${JSON.stringify(record)}\n`).join('');
  try {
    mkdirSync(dirname(path), { recursive: true });
    const file = openSync(path, 'a+');
    try {
      writeAll(file, Buffer.from(endsInNewline(file) ? lines : `\n${lines}`));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw errors.badInput(say('a label file that can be written'), messageOf(error), path);
  }
}

/** True of an empty file too. */
function endsInNewline(file: number): boolean {
  const { size } = fstatSync(file);
  const last = Buffer.alloc(1);
  return size === 0 || (readSync(file, last, 0, 1, size - 1) === 1 && last[0] === 0x0a);
}

function writeAll(file: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
}
