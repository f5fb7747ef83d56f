import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { codeOf, errors, messageOf } from '../../base/errors.ts';
import { besideOf } from '../../base/node/processes.ts';
import { say } from '../../base/words.ts';
import { BUNDLE_FILES, type BundleFiles } from '../bundleContent.ts';
import { clearRemains } from './bundleRemains.ts';

/** Reads a bundle's folder. */
export async function readBundleFiles(folder: string): Promise<BundleFiles> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw errors.badBundle(
      folder,
      say('a folder with a bundle'),
      missing ? say('no folder there') : messageOf(error),
    );
  }
  const files: BundleFiles = new Map();
  for (const name of names) {
    const file = path.join(folder, name);
    if ((await stat(file)).isFile()) files.set(name, await readFile(file));
  }
  return files;
}

/**
 * Refuses a place where a bundle would replace anything but a bundle: ask before an hour of training. Clears what
 * processes that were killed left there.
 */
export async function checkBundlePlace(location: string): Promise<void> {
  const place = say('a new folder, an empty one or a bundle to replace');
  if (location === '') throw errors.badInput(place, say('no name'));
  await clearRemains(path.dirname(path.resolve(location)));
  let names: string[];
  try {
    names = await readdir(location);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return;
    throw errors.badInput(place, code === 'ENOTDIR' ? say('a file') : messageOf(error), location);
  }
  const foreign = names.find(name => !BUNDLE_FILES.has(name));
  if (foreign !== undefined) throw errors.badInput(place, say('a folder with {0} in it', foreign), location);
}

/**
 * Writes a bundle whole or not at all: into a folder beside, each file flushed, then renamed.
 * A bundle that stands at `location` already is replaced, and nothing else is.
 */
export async function writeBundleFiles(location: string, files: BundleFiles): Promise<void> {
  await checkBundlePlace(location);
  const folder = path.resolve(location);
  const beside = besideOf(folder, 'partial');
  const former = besideOf(folder, 'former');
  try {
    await mkdir(beside, { recursive: true });
    for (const [name, bytes] of files) await writeFlushed(path.join(beside, name), bytes);
    await rename(folder, former).catch(ignoreMissing);
    await rename(beside, folder);
  } catch (error) {
    await rename(former, folder).catch(ignoreMissing);
    await rm(beside, { recursive: true, force: true });
    throw errors.badInput(say('to write the bundle {0}', folder), messageOf(error));
  }
  // What is called former is whole, in case this is killed. What cannot be removed is left to the next one.
  await rename(former, beside)
    .then(() => rm(beside, { recursive: true }))
    .catch(() => undefined);
}

async function writeFlushed(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'w');
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function ignoreMissing(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}
