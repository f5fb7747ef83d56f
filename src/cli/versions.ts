/** `dist/versions.js`: `manylens versions`. */
import { dirname, join, resolve } from 'node:path';
import { packBundle, unpackBundle } from '../model/node/bundleArchive.ts';
import { listVersions, readVersion } from '../model/node/versionFolders.ts';
import { ancestors, figuresOfBoth, labelCounts, type Version } from '../protocol/versions.ts';
import { columns, figure } from './report.ts';
import type { Surroundings } from './surroundings.ts';

/** Of the folder that the command is run in. */
const ownModels = join('.manylens', 'models');
const none = '–';

/** `manylens versions list`. */
export async function listVersionsIn(
  models: string | undefined,
  { stdout, warn }: Surroundings,
): Promise<void> {
  const { versions, broken } = await listVersions(models ?? ownModels);
  for (const folder of broken) warn(`${folder} cannot be read as a model.`);
  const rows = versions.map(version => [
    version.location,
    made(version),
    labelCounts(version) || none,
    version.tasks
      .filter(({ id }) => Object.hasOwn(version.labels?.tasks ?? {}, id))
      .map(({ id, metrics }) => `${id} ${figure(metrics?.macroF1)}`)
      .join(', ') || none,
    version.parent?.name ?? none,
  ]);
  if (rows.length === 0) warn(`no versions in ${models ?? ownModels}.`);
  else await stdout.write(columns([['version', 'made', 'labels', 'macroF1', 'before'], ...rows]));
}

/** `manylens versions compare`. */
export async function compareVersions(one: string, other: string, { stdout }: Surroundings): Promise<void> {
  const both = [await readVersion(one), await readVersion(other)] as const;
  const row = (name: string, of: (version: Version) => string | undefined) => [
    name,
    ...both.map(version => of(version) || none),
  ];
  const facts = [
    row('', ({ name }) => name),
    row('made', made),
    row('labels', labelCounts),
    row('labels (SHA-256)', ({ labels }) => labels?.sha256.slice(0, 12)),
    row('tuned from', ({ base }) => base && `${base.name} ${base.version}`),
    row('version before', ({ parent }) => parent?.name),
    row('seed', ({ seed }) => String(seed)),
  ];
  const figures = figuresOfBoth(...both).flatMap(({ id, metrics }) => [
    [`${id}, macroF1`, ...metrics.map(found => figure(found?.macroF1))],
    [`${id}, accuracy`, ...metrics.map(found => figure(found?.accuracy))],
  ]);
  await stdout.write(columns([...facts, ...figures]));
}

/** `manylens versions back`. */
export async function versionBefore(location: string, { installation, stdout }: Surroundings): Promise<void> {
  const version = await readVersion(location);
  const { versions } = await listVersions(dirname(resolve(location)));
  const [before] = ancestors(version, versions);
  await stdout.write(`${before?.location ?? installation.baseModel}\n`);
}

/** `manylens versions export`. */
export async function exportVersion(location: string, file: string, { stdout }: Surroundings): Promise<void> {
  await packBundle(location, file);
  await stdout.write(`${file}\n`);
}

/** `manylens versions import`. */
export async function importVersion(
  file: string,
  models: string | undefined,
  { stdout }: Surroundings,
): Promise<void> {
  await stdout.write(`${await unpackBundle(file, models ?? ownModels)}\n`);
}

/** In UTC, to the minute; of a base, which was not tuned, its version. */
const made = ({ base, at, version }: Version): string =>
  base === undefined ? version : at.toISOString().slice(0, 16).replace('T', ' ');
