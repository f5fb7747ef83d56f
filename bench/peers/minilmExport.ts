import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { CannotRun } from '../report/row.ts';

const cache = join(import.meta.dirname, '../../.cache');
const python = join(cache, 'teacher', process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');

/** What minilm.py writes beside the model. */
export interface Pieces {
  /** Of each sentence, with those that begin and end it. */
  pieces: number[][];
  /** PyTorch's, of the first sentences. */
  vectors: number[][];
}

/**
 * The folder of all-MiniLM-L6-v2 as ONNX, and of these sentences in its pieces; exported on first use.
 * Throws, in words, where the Python packages that the base model is made with are not there.
 */
export function exportedMinilm(sentences: readonly string[]): string {
  const content = JSON.stringify(sentences);
  const folder = join(cache, `minilm-${createHash('sha256').update(content).digest('hex').slice(0, 12)}`);
  if (existsSync(join(folder, 'pieces.json'))) return folder;
  if (!existsSync(python))
    throw new CannotRun(
      'all-MiniLM-L6-v2 is exported by the packages of scripts/teacher/requirements.txt in .cache/teacher, which is not there',
    );
  console.error('Exporting all-MiniLM-L6-v2 to ONNX (once, in .cache) ...');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'sentences.json'), content);
  const args = [join(import.meta.dirname, 'minilm.py'), join(folder, 'sentences.json'), folder];
  execFileSync(python, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  return folder;
}
