import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';
import { codeOf } from '../errors.ts';

/** Whether a process of this machine runs. */
export function alive(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** What a process writes beside `path`, before that appears: named after the process, so that others see when it died. */
export function besideOf(path: string, what: string): string {
  return `${path}.${what}-${process.pid}`;
}

/** What processes that died left beside `path`, as {@link besideOf} names it. */
export async function leftBeside(path: string, what: string): Promise<string[]> {
  const folder = dirname(path);
  const start = `${basename(path)}.${what}-`;
  const names = await readdir(folder).catch((): string[] => []);
  return names.filter(name => name.startsWith(start) && isDead(name)).map(name => join(folder, name));
}

/** Removes what processes that died left beside `path`. */
export async function removeLeft(path: string, what: string): Promise<void> {
  for (const left of await leftBeside(path, what)) await rm(left, { recursive: true, force: true });
}

/** Whether a name ends in the number of a process that runs no more. */
export function isDead(name: string): boolean {
  const [, id] = /-(\d+)$/.exec(name) ?? [];
  return id !== undefined && !alive(Number(id));
}
