import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inEnglish } from '../../src/base/words.ts';
import { findNative, nativeHome, sizeOnDisk } from '../../src/native/node/home.ts';
import { findSource } from '../../src/native/node/sources.ts';
import { wasmPath } from '../ours/backend.ts';
import type { Row } from '../report/row.ts';
import { markdownTable, round } from '../report/table.ts';

const HEADINGS = [
  'backend',
  'what it is',
  'size',
  'how to get it',
  '256 sentences scored',
  'trained on, 32 at once',
  '256 at once',
  'when it is worth it',
];

const megabytes = (bytes: number) => `${(bytes / 1e6).toPrecision(bytes < 1e7 ? 2 : 3)} MB`;

/** The library that is set up here. */
export function libraryInWords(): string {
  const { record } = native();
  return `TensorFlow ${record.library}`;
}

/** README's table: what a user chooses a backend by. @param rows of the native library */
export async function backendsTable(rows: readonly Row[]): Promise<string> {
  const { archives, library } = await findSource(new AbortController().signal);
  const download = archives.reduce((sum, { size }) => sum + size, 0);
  const disk = sizeOnDisk(native().record);
  // What reads program code lies there too.
  const ours = readdirSync(wasmPath).filter(name => !name.includes('tree-sitter'));
  const files = ours.map(name => statSync(join(wasmPath, name)).size);
  const figures = (id: string) => rows.find(row => row.id === `native/${id}`)?.figures;
  const times = (of: (id: string) => number | undefined) =>
    ['forward-32', 'train-32', 'train-256']
      .map(of)
      .map(time => (time === undefined ? '-' : `${round(time)} ms`));
  return markdownTable(HEADINGS, [
    [
      '`wasm`',
      'our own kernels in WebAssembly, and TensorFlow.js around them',
      `${megabytes(files.reduce((sum, size) => sum + size, 0))}, in the package`,
      'it is there',
      ...times(id => figures(id)?.beside?.wasm),
      'the default; live scoring in any case',
    ],
    [
      '`tensorflow`',
      `the native library (TensorFlow ${library})`,
      `${megabytes(download)} to download, ${megabytes(disk)} on the disk`,
      '"Set Up Native TensorFlow...", `manylens native install` or `npm run native`',
      ...times(id => figures(id)?.ours),
      'training, the more so in large batches: `auto` measures once, and takes it where it is quicker',
    ],
    [
      '`cpu`',
      'plain JavaScript',
      'in the package',
      'it is there',
      '-',
      '-',
      '-',
      'where there is no WebAssembly',
    ],
  ]);
}

function native() {
  const found = findNative(nativeHome());
  if (found.files === undefined) throw new Error(inEnglish(found.reason));
  return found;
}
