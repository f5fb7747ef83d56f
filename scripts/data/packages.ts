/** Brings published packages into the raw folder, each checked by its integrity, and opens them in memory. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { type Entry, entriesOf } from './tar.ts';

export interface Package {
  name: string;
  version: string;
  /** As in a lock file: an algorithm and a base64 digest of the tarball. */
  integrity: string;
  /** SPDX. */
  licence: string;
  /** What most of its documents are written in; each sentence is told by itself. */
  language: string;
  /** What is read of it; documents alone when absent. */
  take?: ('documents' | 'comments')[];
}

/** Packages that one call of npm fetches. */
const AT_ONCE = 8;

/**
 * Fetches what is not there already, by npm or from the mirror, a folder that may hold some of the tarballs.
 * @returns how many were fetched.
 */
export async function fetchPackages(packages: Package[], folder: string, mirror?: string): Promise<number> {
  mkdirSync(folder, { recursive: true });
  const missing = packages.filter(one => !isThere(one, join(folder, tarballOf(one))));
  const mirrored = missing.filter(one => mirror !== undefined && existsSync(join(mirror, tarballOf(one))));
  for (const one of mirrored) keep(one, join(mirror!, tarballOf(one)), folder);
  const rest = missing.filter(one => !mirrored.includes(one));
  const work = mkdtempSync(join(folder, 'partial-'));
  try {
    for (let i = 0; i < rest.length; i += AT_ONCE) {
      const some = rest.slice(i, i + AT_ONCE);
      await pack(some, work);
      for (const one of some) keep(one, join(work, tarballOf(one)), folder);
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return missing.length;
}

/** The files of a package that was fetched; their paths begin inside of the package. */
export function openPackage(one: Package, folder: string): Entry[] {
  const entries = entriesOf(gunzipSync(readFileSync(join(folder, tarballOf(one)))));
  return Array.from(entries, ({ path, bytes }) => ({ path: path.replace(/^[^/]*\//, ''), bytes }));
}

/** As npm names it: `@scope/name` at 1.0.0 is `scope-name-1.0.0.tgz`. */
export function tarballOf({ name, version }: Package): string {
  return `${name.replace(/^@/, '').replace('/', '-')}-${version}.tgz`;
}

async function pack(packages: Package[], into: string): Promise<void> {
  const specs = packages.map(({ name, version }) => `${name}@${version}`);
  const windows = process.platform === 'win32';
  try {
    await promisify(execFile)(
      windows ? 'npm.cmd' : 'npm',
      ['pack', '--silent', '--ignore-scripts', '--pack-destination', into, ...specs],
      { cwd: into, shell: windows, maxBuffer: 1 << 26 },
    );
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    const reason = stderr?.trim() || message;
    throw new Error(`expected npm to pack ${specs.join(', ')}, found: ${reason}`, { cause: error });
  }
}

function keep(one: Package, from: string, folder: string): void {
  if (!existsSync(from)) throw new Error(`${one.name}: expected npm to write ${tarballOf(one)}, found none.`);
  const bytes = readFileSync(from);
  const found = integrityOf(one, bytes);
  if (found !== one.integrity) {
    throw new Error(
      `${one.name}@${one.version}: expected the integrity ${one.integrity}, found ${found} (${bytes.length} bytes) at ${from}.`,
    );
  }
  const beside = join(folder, `${tarballOf(one)}.${process.pid}.part`);
  writeFileSync(beside, bytes, { flush: true });
  renameSync(beside, join(folder, tarballOf(one)));
}

const isThere = (one: Package, path: string) =>
  existsSync(path) && integrityOf(one, readFileSync(path)) === one.integrity;

function integrityOf({ integrity }: Package, bytes: Uint8Array): string {
  const [algorithm] = integrity.split('-');
  return `${algorithm}-${createHash(algorithm).update(bytes).digest('base64')}`;
}
