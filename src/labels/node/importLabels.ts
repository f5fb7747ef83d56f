/** Other tools' labels into a label file, and out of it again. */
import { createReadStream, existsSync } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errors } from '../../base/errors.ts';
import type { Said } from '../../base/words.ts';
import type { LabelReading } from '../../protocol/labels.ts';
import { endsInNewline, labelLine, replaceLabels } from './append.ts';
import { readLabels } from './readLabels.ts';
import { Seen } from './seen.ts';

export interface ImportOptions {
  /** The label file; made where there is none. */
  to: string;
  reading: LabelReading;
  /** When the import begins, in ISO 8601: its name, by which it is taken back. */
  now: string;
  /** Told as they come: how files are read, what was left out, lines that could not be used. */
  tell: (line: Said) => void;
  progress?: (file: string, records: number) => void;
}

export interface ImportResult {
  added: number;
  /** What the label file said already. */
  known: number;
  skipped: number;
}

/**
 * Adds the labels of files to a label file: all of them, or none where a file cannot be read or the import is cut.
 * What the label file says already is not added again.
 */
export async function importLabels(files: readonly string[], options: ImportOptions): Promise<ImportResult> {
  const { to } = options;
  const folder = await mkdtemp(join(tmpdir(), 'manylens-import-'));
  try {
    const found = join(folder, 'labels.jsonl');
    const result = await gather(files, found, options);
    if (result.added > 0) {
      await replaceLabels(to, async function* both(target) {
        if (existsSync(target)) {
          yield* createReadStream(target);
          if (!(await endsInNewline(target))) yield '\n';
        }
        yield* createReadStream(found);
      });
    }
    return result;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes what is new into a file of its own. */
async function gather(
  files: readonly string[],
  into: string,
  { to, reading, now, tell, progress }: ImportOptions,
): Promise<ImportResult> {
  const seen = new Seen();
  await rememberLabels(to, seen);
  const result: ImportResult = { added: 0, known: 0, skipped: 0 };
  await using out = await open(into, 'w');
  for (const file of files) {
    for await (const { records, skipped, notes } of readLabels(file, reading)) {
      let lines = '';
      for (const { record } of records) {
        if (seen.isNew(record)) {
          lines += labelLine({ ...record, import: now });
          result.added++;
        } else result.known++;
      }
      await out.appendFile(lines);
      for (const line of [...skipped, ...notes]) tell(line);
      result.skipped += skipped.length;
      progress?.(file, result.added + result.known);
    }
  }
  return result;
}

async function rememberLabels(file: string, seen: Seen): Promise<void> {
  if (!existsSync(file)) return;
  let read = 0;
  let broken: Said | undefined;
  for await (const { records, skipped } of readLabels(file, { from: 'jsonl' })) {
    for (const { record } of records) seen.isNew(record);
    read += records.length;
    broken ??= skipped[0];
  }
  if (read === 0 && broken !== undefined) {
    throw errors.badInput('a file of label records (JSON lines) to write to', broken, file);
  }
}

/** Inside of a text the quotes would be escaped. */
const IMPORT = /"import":"([^"\\]+)"/;

/**
 * Takes the last import out of a label file again: its lines, and no other.
 * @returns how many lines they were, and when the import began
 * @throws `bad-input` where nothing was imported
 */
export async function undoImport(path: string): Promise<{ removed: number; import: string }> {
  const missing = () => errors.badInput('a label file with an import to take back', 'none', path);
  if (!existsSync(path)) throw missing();
  let last = '';
  for await (const line of rawLines(path)) {
    const name = IMPORT.exec(line)?.[1] ?? '';
    if (name > last) last = name;
  }
  if (last === '') throw missing();
  let removed = 0;
  await replaceLabels(path, async function* others(target) {
    removed = 0;
    let kept = '';
    for await (const line of rawLines(target)) {
      if (IMPORT.exec(line)?.[1] === last) removed++;
      else kept += line;
      if (kept.length > BLOCK) {
        yield Buffer.from(kept, 'latin1');
        kept = '';
      }
    }
    yield Buffer.from(kept, 'latin1');
  });
  return { removed, import: last };
}

/** Bytes that are written at once. */
const BLOCK = 1 << 18;

/** Lines with their ends, a byte a character: what cannot be decoded stays as it is. */
async function* rawLines(path: string): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of createReadStream(path, { encoding: 'latin1', highWaterMark: BLOCK })) {
    const lines = (rest + piece).split(/(?<=\n)/);
    rest = lines.at(-1)?.endsWith('\n') ? '' : (lines.pop() ?? '');
    yield* lines;
  }
  if (rest !== '') yield rest;
}
