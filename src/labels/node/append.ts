/** Writes label files. They are the user's: appended to, or replaced as a whole, and by one process at a time. */
import { chmod, type FileHandle, mkdir, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errors, messageOf } from '../../base/errors.ts';
import { withLock } from '../../base/node/lock.ts';
import { say } from '../../base/words.ts';
import type { LabelRecord } from '../../protocol/labels.ts';

/** Milliseconds that another process may take to write: copying a million labels takes seconds. */
const PATIENCE = 60_000;

/** One line of a label file, its keys in the order of the record's. */
export function labelLine(record: LabelRecord): string {
  return `${JSON.stringify(record)}\n`;
}

/** Appends one JSON line a record: all of them or, where the disk is full, none. Makes folder and file where there is none. */
export async function appendLabels(path: string, records: readonly LabelRecord[]): Promise<void> {
  if (records.length === 0) return;
  const lines = records.map(labelLine).join('');
  await writing(path, async () => {
    await using file = await open(path, 'a+');
    const { size } = await file.stat();
    const added = Buffer.from((await endsInNewline(path)) ? lines : `\n${lines}`);
    try {
      await file.appendFile(added);
      await file.sync();
    } catch (error) {
      await takeBack(file, size, added);
      throw error;
    }
  });
}

/** Cuts a file to its former size, if what follows is a part of `added` alone: an editor heeds no lock. */
async function takeBack(file: FileHandle, size: number, added: Buffer): Promise<void> {
  const written = (await file.stat()).size - size;
  if (written <= 0 || written > added.length) return;
  const { buffer } = await file.read(Buffer.alloc(written), 0, written, size);
  if (buffer.equals(added.subarray(0, written))) await file.truncate(size);
}

/** How often a label file may change under its replacement: an editor that saves it heeds no lock. */
const MOST_CHANGES = 10;

/**
 * Replaces a label file: whoever reads it finds the old content or the new one, also where this is cut in the middle.
 * @param content all of the new one, given where the old one is, if there is one; asked again where that changes meanwhile
 */
export async function replaceLabels(
  path: string,
  content: (now: string) => AsyncIterable<string | Uint8Array>,
): Promise<void> {
  await writing(path, async () => {
    // A link stays one.
    const target = await realpath(path).catch(() => path);
    // Under the lock nobody else writes it: what is there is from one that was cut, or a link that leads anywhere.
    const beside = `${target}.partial`;
    try {
      for (let changes = 0; ; changes++) {
        await rm(beside, { force: true });
        const former = await stat(target).catch(() => undefined);
        await writeFlushed(beside, content(target));
        if (former !== undefined) await chmod(beside, former.mode);
        const now = await stat(target).catch(() => undefined);
        if (changes < MOST_CHANGES && now?.mtimeMs !== former?.mtimeMs) continue;
        await rename(beside, target);
        return;
      }
    } finally {
      await rm(beside, { force: true });
    }
  });
}

async function writeFlushed(path: string, content: AsyncIterable<string | Uint8Array>): Promise<void> {
  await using file = await open(path, 'wx');
  for await (const chunk of content) await file.appendFile(chunk);
  await file.sync();
}

/** True of an empty file, and where there is none. */
export async function endsInNewline(path: string): Promise<boolean> {
  const { size } = await stat(path).catch(() => ({ size: 0 }));
  if (size === 0) return true;
  await using file = await open(path);
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] === 0x0a;
}

async function writing(path: string, work: () => Promise<void>): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await withLock(`${path}.lock`, AbortSignal.timeout(PATIENCE), () => undefined, work);
  } catch (error) {
    throw errors.badInput(say('a label file that can be written'), messageOf(error), path);
  }
}
