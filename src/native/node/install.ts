import { mkdir, readdir, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { codeOf, errors, ManylensError, messageOf } from '../../base/errors.ts';
import { withLock } from '../../base/node/lock.ts';
import { type Said, say } from '../../base/words.ts';
import type { NativePlan, NativeStage } from '../../protocol/native.ts';
import type { AddonSources } from './addon.ts';
import { type BytesProgress, checkHash, download, presentBytes } from './download.ts';
import { findNative, type NativeFiles, type NativeRecord, nativeFiles, TFJS_VERSION } from './home.ts';
import { findSource, type Source } from './sources.ts';
import { unpack } from './unpack.ts';

export interface InstallOptions {
  /** The folder for all that is made. */
  home: string;
  sources: AddonSources;
  /** Rejects where the library in a folder does not work. */
  check: (files: NativeFiles) => Promise<unknown>;
  signal: AbortSignal;
  progress: (stage: NativeStage, done: number, total: number) => void;
}

/** What `install` would fetch; null where the library is there. */
export async function planInstall(home: string, signal: AbortSignal): Promise<NativePlan | null> {
  if (findNative(home).files !== undefined) return null;
  const source = await findSource(signal);
  const sizes = source.archives.map(async archive => presentBytes(partOf(home, archive.name)));
  const download = sum(source.archives.map(({ size }) => size));
  return {
    library: `TensorFlow ${source.library}`,
    host: new URL(source.archives[0].url).host,
    download,
    present: Math.min(download, sum(await Promise.all(sizes))),
    unpacked: Math.round(download * source.expansion),
    home,
  };
}

/**
 * Sets the library up in `home`, where it is not. What is not whole stands beside, under a name of its own, until it is
 * renamed; only a download that was cut stays, and the next call goes on with it.
 */
export async function install(options: InstallOptions): Promise<void> {
  const { home, signal, progress } = options;
  try {
    if (findNative(home).files !== undefined) return;
    const waiting = () => progress('wait', 0, 0);
    await withLock(path.join(home, 'lock'), signal, waiting, () => installAlone(options));
  } catch (error) {
    if (signal.aborted) throw errors.cancelled();
    throw error instanceof ManylensError ? error : errors.nativeSetup(inWords(error, home));
  }
}

/** Removes all that set-ups have made. */
export async function removeNative(home: string, signal: AbortSignal): Promise<void> {
  const made = ['current', 'downloads'].map(name => path.join(home, name));
  await withLock(
    path.join(home, 'lock'),
    signal,
    () => undefined,
    async () => {
      await sweep(home);
      for (const name of made) await rm(name, { recursive: true, force: true });
    },
  );
}

async function installAlone({ home, sources, check, signal, progress }: InstallOptions): Promise<void> {
  // Whoever was waited for may have done it.
  if (findNative(home).files !== undefined) return;
  await sweep(home);
  const source = await findSource(signal);
  await checkSpace(home, source);
  const archives = await fetchAll(home, source, signal, (done, total) => progress('download', done, total));
  progress('check', 0, 0);
  for (const [n, { sha256 }] of source.archives.entries())
    if (sha256 !== undefined) await checkHash(archives[n], sha256, signal);
  const beside = path.join(home, `partial-${process.pid}`);
  try {
    await mkdir(beside);
    await unpack(source, {
      archives,
      root: beside,
      sources,
      signal,
      unpacking: (done, total) => progress('unpack', done, total),
      building: () => progress('build', 0, 0),
    });
    progress('check', 0, 0);
    await check(nativeFiles(beside));
    signal.throwIfAborted();
    const sizes = await sizesIn(beside);
    const record: NativeRecord = { tfjs: TFJS_VERSION, library: source.library, sizes };
    await writeFile(nativeFiles(beside).record, JSON.stringify(record), { flush: true });
    const current = path.join(home, 'current');
    // One of another version, or one that lost its record.
    await rm(current, { recursive: true, force: true });
    await rename(beside, current);
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
  await rm(path.join(home, 'downloads'), { recursive: true, force: true });
}

const partOf = (home: string, name: string) => path.join(home, 'downloads', name);

/** @returns the archives' files */
async function fetchAll(
  home: string,
  { archives }: Source,
  signal: AbortSignal,
  progress: BytesProgress,
): Promise<string[]> {
  const total = sum(archives.map(({ size }) => size));
  let before = 0;
  for (const archive of archives) {
    const file = partOf(home, archive.name);
    if ((await presentBytes(file)) !== archive.size)
      await download(archive, file, signal, done => progress(before + done, total));
    before += archive.size;
  }
  return archives.map(({ name }) => partOf(home, name));
}

/** What processes that died have left. */
async function sweep(home: string): Promise<void> {
  for (const name of await readdir(home))
    if (name.startsWith('partial-')) await rm(path.join(home, name), { recursive: true, force: true });
}

async function checkSpace(home: string, { archives, expansion }: Source): Promise<void> {
  const needed = sum(archives.map(({ size }) => size)) * (1 + expansion);
  const { bavail, bsize } = await statfs(home);
  const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;
  if (bavail * bsize < needed)
    throw errors.nativeSetup(
      say('expected {0} free in {1}, found {2}', megabytes(needed), home, megabytes(bavail * bsize)),
    );
}

/** Of the files, by path. A link has none of its own. */
async function sizesIn(folder: string): Promise<Record<string, number>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter(entry => entry.isFile());
  const sizes = files.map(async ({ parentPath, name }) => {
    const file = path.join(parentPath, name);
    return [path.relative(folder, file), (await stat(file)).size] as const;
  });
  return Object.fromEntries(await Promise.all(sizes));
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);

function inWords(error: unknown, home: string): Said {
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return say('the disk of {0} is full', home);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOTDIR')
    return say('{0} cannot be written to ({1}); MANYLENS_NATIVE_HOME names another folder', home, code);
  const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return messageOf(error) + cause;
}
