import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Growth } from '../growth/growth.ts';
import { backendsTable, libraryInWords } from '../native/backends.ts';
import { machine } from './machine.ts';
import type { Row } from './row.ts';
import { casesTable, markdownTable } from './table.ts';

const root = join(import.meta.dirname, '../..');
const page = 'docs/performance.md';

/**
 * Writes a run's figures into docs/performance.md, between its markers; the words around them stay. The rows in 8 bits
 * are a table of their own there, and the native library's another one, and of them README has what a user chooses a backend by.
 */
export async function writeCases(rows: readonly Row[]): Promise<void> {
  const native = rows.filter(({ id }) => id.startsWith('native/'));
  const int8 = rows.filter(({ id }) => id.startsWith('int8/'));
  const others = rows.filter(row => !native.includes(row) && !int8.includes(row));
  if (int8.length > 0) write(page, 'int8', `${machine()}\n\n${casesTable(int8)}`);
  if (others.length > 0) write(page, 'cases', `${machine()}\n\n${casesTable(others)}`);
  if (native.length === 0) return;
  write(page, 'native', `${machine()}, ${libraryInWords()}\n\n${casesTable(native)}`);
  write('README.md', 'backends', await backendsTable(native));
}

export function writeGrowth(tables: readonly Growth[]): void {
  const texts = tables.map(({ title, headings, lines }) => `${title}:\n\n${markdownTable(headings, lines)}`);
  write(page, 'growth', `${machine()}\n\n${texts.join('\n\n')}`);
}

function write(name: string, marker: string, content: string): void {
  const file = join(root, name);
  const begin = `<!-- ${marker} -->`;
  const text = readFileSync(file, 'utf8');
  const from = text.indexOf(begin) + begin.length;
  const to = text.slice(from).search(`<!-- (/${marker}|end) -->`) + from;
  if (from < begin.length || to < from) throw new Error(`expected ${begin} and its end in ${name}.`);
  writeFileSync(file, `${text.slice(0, from)}\n${content}\n${text.slice(to)}`);
}
