import { type ExecFileSyncOptions, execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

const folder = import.meta.dirname;

/** Installs the peers' packages beside this file, unless they are there as package-lock.json has them. */
export function installPackages(): void {
  const installed = packages(join(folder, 'node_modules/.package-lock.json'));
  const wanted = Object.entries(packages(join(folder, 'package-lock.json')));
  if (wanted.every(([path, { version }]) => path === '' || installed[path]?.version === version)) return;
  console.error('Installing the peers (once, in bench/node_modules) ...');
  const npm = process.env.npm_execpath;
  // The runtime for the processor comes in onnxruntime-node's package; its script would fetch another one.
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const env = { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' };
  const options: ExecFileSyncOptions = { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'], env };
  if (npm?.endsWith('.js')) execFileSync(process.execPath, [npm, ...args], options);
  else execFileSync('npm', args, { ...options, shell: process.platform === 'win32' });
}

function packages(lock: string): Record<string, { version?: string }> {
  return existsSync(lock) ? JSON.parse(readFileSync(lock, 'utf8')).packages : {};
}
