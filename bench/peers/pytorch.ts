import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type { Start } from '../contest/contestantProcess.ts';
import { training } from '../contest/training.ts';
import { CannotRun } from '../report/row.ts';
import { LABELS, type Shape, workloadOf } from '../workload.ts';

const windows = process.platform === 'win32';
const requirements = join(import.meta.dirname, '../requirements.txt');
const cache = join(import.meta.dirname, '../../.cache');

/**
 * The virtual environment's Python, made and filled on first use; from pip's own index and settings.
 * Throws, in words, where there is no Python or its package does not install.
 */
function ensurePytorch(): string {
  const key = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const home = join(cache, `pytorch-${key}`);
  const python = join(home, windows ? 'Scripts/python.exe' : 'bin/python');
  if (existsSync(join(home, 'complete'))) return python;
  rmSync(home, { recursive: true, force: true });
  mkdirSync(cache, { recursive: true });
  console.error('Installing PyTorch (once, in .cache/; up to 5 GB where only CUDA builds are offered) ...');
  const run = (command: string, ...args: string[]) =>
    execFileSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  try {
    run(windows ? 'python' : 'python3', '-m', 'venv', home);
  } catch (error) {
    throw new CannotRun(`no Python with venv: ${lastLine(error)}`);
  }
  try {
    run(python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements);
  } catch (error) {
    throw new CannotRun(`pip does not install ${requirements}: ${lastLine(error)}`);
  }
  writeFileSync(join(home, 'complete'), '');
  return python;
}

/** On one thread. Throws where there is no PyTorch. */
export function pytorchStart(work: 'forward' | 'train', shape: Shape, batch: number): Start {
  const python = ensurePytorch();
  const folder = writeWorkload(shape);
  const options = { work, shape, batch, training, folder, labels: LABELS, threads: 1 };
  return { command: python, args: [join(import.meta.dirname, 'pytorch.py'), JSON.stringify(options)] };
}

/** Each array of the workload as a file of raw numbers, for who has another random generator. */
function writeWorkload(shape: Shape): string {
  const folder = join(cache, 'workload', Object.values(shape).join('-'));
  const { ids, labels, embedding, dense, directions } = workloadOf(shape);
  const files: Record<string, Int32Array | Float32Array> = { ids, labels, embedding, dense };
  for (const [d, weights] of directions.entries()) {
    for (const [name, values] of Object.entries(weights)) files[`${name}${d}`] = values;
  }
  mkdirSync(folder, { recursive: true });
  for (const [name, { buffer, byteOffset, byteLength }] of Object.entries(files))
    writeFileSync(join(folder, name), new Uint8Array(buffer, byteOffset, byteLength));
  return folder;
}

function lastLine(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message: string };
  return (stderr || message).trim().split('\n').at(-1) ?? '';
}
