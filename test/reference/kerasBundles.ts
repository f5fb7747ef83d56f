/** Writes test/fixtures/model/keras.json by the real Keras: see keras_bundles.py. Usage: node FILE PYTHON */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeCases } from '../unit/model/kerasCases.ts';
import { useBackend } from '../unit/model/support.ts';

const folder = mkdtempSync(join(tmpdir(), 'manylens-keras-'));
try {
  await useBackend('cpu');
  await writeCases(folder);
  const python = process.argv[2] ?? 'python3';
  const options = { encoding: 'utf8', maxBuffer: 1e8 } as const;
  const found = execFileSync(python, ['test/reference/keras_bundles.py', folder], options);
  mkdirSync('test/fixtures/model', { recursive: true });
  writeFileSync('test/fixtures/model/keras.json', `${found.trim().split('\n').at(-1)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit();
