/** A bundle as one file: a zip archive of its files, for another machine or another person. */
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { errors, isManylensError, messageOf } from '../../base/errors.ts';
import { besideOf, removeLeft } from '../../base/node/processes.ts';
import { say } from '../../base/words.ts';
import { BUNDLE_FILES, type BundleFiles, MANIFEST, readBundle } from '../bundleContent.ts';
import { readBundleFiles, writeBundleFiles } from './bundleFiles.ts';

/** Bytes, packed and unpacked: far more than any bundle has, and what a machine can hold. */
const MOST = 1e9;

/** The same bundle is the same file. Zip archives know no earlier day. */
const mtime = new Date(1980, 0, 1);

/** Writes a bundle, checked, into `file`, whole or not at all. Rejects with `bad-bundle` where it is damaged. */
export async function packBundle(location: string, file: string): Promise<void> {
  const files = await readBundleFiles(location);
  const { manifest } = await readBundle(files, location);
  const names = [MANIFEST, ...Object.keys(manifest.files)];
  const packed = zipSync(Object.fromEntries(names.map(name => [name, files.get(name)!])), { mtime });
  const beside = besideOf(file, 'partial');
  try {
    await removeLeft(file, 'partial');
    await writeFile(beside, packed, { flush: true });
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw errors.badInput(say('to write the bundle {0}', file), messageOf(error));
  }
}

/**
 * Brings a bundle out of an archive, every hash checked, into a folder of its own below `models`, named after it. The
 * same bundle takes its own place again.
 * @returns that folder. Rejects with `bad-archive` where there is no whole bundle in the file: nothing is written then
 */
export async function unpackBundle(file: string, models: string): Promise<string> {
  const { files, name } = await readArchive(file);
  const folder = await freePlace(path.join(models, folderName(name)), files.get(MANIFEST)!);
  await mkdir(models, { recursive: true });
  await writeBundleFiles(folder, files);
  return folder;
}

async function readArchive(file: string): Promise<{ files: BundleFiles; name: string }> {
  try {
    refuseAbove((await stat(file)).size, file);
    const files = unzip(await readFile(file), file);
    const { manifest } = await readBundle(files, file);
    return { files, name: manifest.name };
  } catch (error) {
    const [, expected, found] = isManylensError(error) ? error.args : [];
    throw errors.badArchive(file, expected ?? say('a zip file with a bundle'), found ?? messageOf(error));
  }
}

/** Takes what a bundle has, and nothing else. Whoever packs one by hand may have its folder in the archive. */
function unzip(archive: Uint8Array, file: string): BundleFiles {
  const base = (entry: string) => entry.split('/').at(-1) ?? '';
  let total = 0;
  const found = unzipSync(archive, {
    filter({ name, originalSize }) {
      if (!BUNDLE_FILES.has(base(name))) return false;
      total += originalSize;
      refuseAbove(total, file);
      return true;
    },
  });
  return new Map(Object.entries(found).map(([name, bytes]) => [base(name), bytes]));
}

function refuseAbove(bytes: number, file: string): void {
  if (bytes > MOST) throw errors.badBundle(file, say('{0} bytes at most', String(MOST)), String(bytes));
}

/** A name may be any string; a folder's is to be one on every system, and to hide nothing. */
function folderName(name: string): string {
  const plain = name.replace(/[^\p{L}\p{N}_-]+/gu, '-').slice(0, 60);
  return plain === '' || plain === '-' ? 'model' : plain;
}

/** The first place, of those that count on from `folder`, where there is nothing or the bundle with this manifest. */
async function freePlace(folder: string, manifest: Uint8Array): Promise<string> {
  for (let n = 1; ; n++) {
    const place = n === 1 ? folder : `${folder}-${n}`;
    const there = await stat(place).catch(() => undefined);
    if (there === undefined) return place;
    const known = await readFile(path.join(place, MANIFEST)).catch(() => undefined);
    if (known !== undefined && Buffer.compare(known, manifest) === 0) return place;
  }
}
