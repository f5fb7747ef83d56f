/** The package, built once for all of its tests. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { strFromU8, unzipSync } from 'fflate';
import { root } from '../window/support/releases.ts';

export const manifest = readJson('package.json');
export const vsix = join(root, `dist/manylens-${manifest.version}.vsix`);

/** Its files by name. */
let built: Record<string, Uint8Array> | undefined;

export function packaged(): Record<string, Uint8Array> {
  if (built === undefined) {
    execFileSync(process.execPath, ['scripts/package.mjs'], { cwd: root, stdio: 'pipe' });
    built = unzipSync(readFileSync(vsix));
  }
  return built;
}

/** A text file of the extension, as it ships. */
export function shipped(name: string): string {
  return strFromU8(packaged()[`extension/${name}`]);
}

export function readJson(file: string) {
  return JSON.parse(readFileSync(join(root, file), 'utf8'));
}
