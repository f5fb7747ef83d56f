import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Growth } from '../growth/growth.ts';
import { machine } from './machine.ts';
import type { Row } from './row.ts';
import { casesTable, markdownTable } from './table.ts';

const file = join(import.meta.dirname, '../../docs/performance.md');

/** Writes a run's figures into docs/performance.md, between its markers; the words around them stay. */
export function writeCases(rows: readonly Row[]): void {
  write('cases', `${machine()}\n\n${casesTable(rows)}`);
}

export function writeGrowth(tables: readonly Growth[]): void {
  const texts = tables.map(({ title, headings, lines }) => `${title}:\n\n${markdownTable(headings, lines)}`);
  write('growth', `${machine()}\n\n${texts.join('\n\n')}`);
}

function write(name: string, content: string): void {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const text = readFileSync(file, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`expected ${begin} and ${end} in docs/performance.md.`);
  writeFileSync(file, `${text.slice(0, from + begin.length)}\n${content}\n${text.slice(to)}`);
}
