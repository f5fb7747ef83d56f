/** The figures as a table, for a terminal or as Markdown. Pure. */
import { columns } from '../../src/cli/report.ts';
import type { Row } from './rows.ts';

const head = ['test set', 'measure', 'n', 'figure', '95 %', 'goal', 'met', 'known, notes'];

/** What is known stands behind the figures, as long as it is. */
export function textTable(rows: readonly Row[]): string {
  const all = [head, ...rows.map(cells)];
  const lines = columns(all.map(line => line.slice(0, -1))).split('\n');
  const width = Math.max(...lines.map(line => line.length));
  return all.map((line, n) => `${lines[n].padEnd(width)}  ${line.at(-1)}`.trimEnd()).join('\n');
}

export function markdownTable(rows: readonly Row[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [head, head.map(() => '---'), ...rows.map(cells)].map(line).join('\n');
}

function cells({ title, measure, figure, goal, atMost, met, known, note }: Row): string[] {
  const shown = (value: number) => value.toFixed(Math.abs(value) < 0.02 ? 4 : 3);
  return [
    title,
    measure,
    figure ? String(figure.n) : '–',
    figure ? shown(figure.value) : '–',
    figure?.interval?.map(shown).join('–') ?? '',
    goal !== undefined ? `≥ ${shown(goal)}` : atMost !== undefined ? `≤ ${shown(atMost)}` : '',
    met === undefined ? '' : met ? 'yes' : 'no',
    [known, note].filter(text => text !== undefined).join('; '),
  ];
}
