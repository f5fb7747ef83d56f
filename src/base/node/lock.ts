import { randomUUID } from 'node:crypto';
import { link, lstat, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { codeOf } from '../errors.ts';
import { alive, besideOf, removeLeft } from './processes.ts';

/** Milliseconds between two looks at a lock that another process holds. */
const INTERVAL = 100;

/** Milliseconds between making a lock and writing into it, at most. */
const NAMING = 10_000;

/**
 * Runs `work` while no other process that asks for the same lock does. One whose holder died is taken over.
 * @param file holds its owner's process id
 * @param waiting called once where another process has it
 */
export async function withLock<T>(
  file: string,
  signal: AbortSignal,
  waiting: () => void,
  work: () => Promise<T>,
): Promise<T> {
  await mkdir(path.dirname(file), { recursive: true });
  for (const what of ['asked', 'dead']) await removeLeft(file, what);
  // A name for each call: this process may ask twice at once.
  const own = besideOf(file, `asked-${randomUUID()}`);
  try {
    await writeFile(own, String(process.pid));
    for (let waited = false; !(await taken(own, file)); waited = true) {
      if (await freeOfDead(file)) continue;
      if (!waited) waiting();
      await setTimeout(INTERVAL, undefined, { signal });
    }
  } finally {
    await rm(own, { force: true });
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

/** A hard link appears with its content, or not at all. */
async function taken(own: string, file: string): Promise<boolean> {
  try {
    await link(own, file);
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') return false;
    if (code === undefined || !noLinks.has(code)) throw error;
    return await created(file);
  }
}

/** What file systems say that have no hard links, such as a memory stick's. */
const noLinks: ReadonlySet<string> = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK']);

async function created(file: string): Promise<boolean> {
  try {
    await writeFile(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Removes the lock where its holder runs no more. Of several that try, one moves the file. */
async function freeOfDead(file: string): Promise<boolean> {
  const content = await readFile(file, 'utf8').catch(() => undefined);
  if (content === undefined) return await freeOfStranger(file);
  const holder = Number(content);
  if (!(holder > 0)) return await freeOfStranger(file);
  if (alive(holder)) return false;
  const aside = besideOf(file, 'dead');
  try {
    await rename(file, aside);
    // Between reading and moving, another process may have freed it and taken it.
    if ((await readFile(aside, 'utf8')) !== String(holder)) await link(aside, file);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'EEXIST') throw error;
  } finally {
    await rm(aside, { force: true });
  }
  return true;
}

/** Removes what names no process, unless it may be about to. True where nothing is there. */
async function freeOfStranger(file: string): Promise<boolean> {
  const found = await lstat(file).catch(() => undefined);
  if (found === undefined) return true;
  if (Date.now() - found.mtimeMs < NAMING) return false;
  await rm(file, { force: true });
  return true;
}
