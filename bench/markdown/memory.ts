import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

const root = join(import.meta.dirname, '../..');

/** The peak resident memory, in MB, of the built command line that scores this Markdown with every task. */
export function peakMemory(text: string, threads = 1): number {
  const folder = mkdtempSync(join(tmpdir(), 'manylens-memory-'));
  try {
    const [file, peak] = [join(folder, 'text.md'), join(folder, 'peak')];
    writeFileSync(file, text);
    const probe = pathToFileURL(join(import.meta.dirname, 'reportMemory.mjs')).href;
    const args = [
      '--import',
      probe,
      join(root, 'dist/cli.js'),
      ...['score', '--threads', `${threads}`, '--format', 'jsonl'],
      file,
    ];
    const { status, stderr } = spawnSync(process.execPath, args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
      env: { ...process.env, MANYLENS_PEAK_MEMORY: peak },
    });
    if (status !== 0) throw new Error(`the command line ended with ${status}: ${stderr.trim()}`);
    return Number(readFileSync(peak, 'utf8')) / 1024;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
