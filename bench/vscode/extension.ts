import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

const root = join(import.meta.dirname, '../..');

/** What of the checkout the extension reads beside its code. */
const beside = ['l10n', 'media', 'models', 'package.nls.json', 'package.nls.zh-cn.json'];

/**
 * The extension as it ships, minified, in a folder of its own, but for one thing: it starts when it is asked to and not
 * before. A window may hold an input field of plain text, which would start it at some time of its own.
 */
export function installed(folder: string): string {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const args = [join(root, 'esbuild.mjs'), `--release=${join(folder, 'dist')}`];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the extension does not build: ${stderr.trim()}`);
  for (const name of beside) symlinkSync(join(root, name), join(folder, name));
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...manifest, activationEvents: [] }));
  return folder;
}
