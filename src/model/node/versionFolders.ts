import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { errors, messageOf } from '../../base/errors.ts';
import {
  mayBeVersion,
  readVersions,
  type Version,
  type VersionList,
  versionFrom,
} from '../../protocol/versions.ts';
import { MANIFEST } from '../bundleContent.ts';

/** The versions in a folder; none where there is no such folder. */
export async function listVersions(models: string): Promise<VersionList> {
  const entries = await readdir(models, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter(entry => entry.isDirectory() && mayBeVersion(entry.name));
  return readVersions(
    folders.map(({ name }) => path.join(models, name)),
    readVersion,
  );
}

/** Reads a bundle's manifest, and nothing else. Rejects with `bad-bundle` where there is none that says enough. */
export async function readVersion(location: string): Promise<Version> {
  try {
    const file = path.join(location, MANIFEST);
    return await versionFrom(location, new Uint8Array(await readFile(file)), (await stat(file)).mtime);
  } catch (error) {
    throw errors.badBundle(location, 'a manifest.json', messageOf(error).split('\n')[0]);
  }
}
