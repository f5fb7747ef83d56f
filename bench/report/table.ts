import type { Row } from './row.ts';

const HEADINGS = ['case', 'ours', 'peer', 'ratio', 'goal', '', 'notes'];

function cells({ id, unit, goal, figures, reason }: Row): string[] {
  if (figures === undefined) return [id, '-', '-', '-', `${goal}`, 'not run', reason ?? ''];
  const { ours, peer, ratio, note = '' } = figures;
  const met = ratio >= goal ? 'met' : 'missed';
  return [id, `${round(ours)} ${unit}`, `${round(peer)} ${unit}`, ratio.toFixed(2), `${goal}`, met, note];
}

/** Three digits that say something. */
export const round = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 1 ? value.toPrecision(3) : value.toFixed(3);

/** For a terminal. */
export const textTable = (rows: readonly Row[]): string => align([HEADINGS, ...rows.map(cells)]);

/** Columns side by side; the last one, which may be long, is not padded. */
export function align(lines: readonly (readonly string[])[]): string {
  const widths = lines[0].map((_, n) => Math.max(...lines.map(line => line[n].length)));
  return lines
    .map(line =>
      line
        .map((cell, n) => cell.padEnd(widths[n]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** For docs/performance.md. */
export function markdownTable(headings: readonly string[], lines: readonly (readonly string[])[]): string {
  const row = (line: readonly string[]) => `| ${line.join(' | ')} |`;
  return [row(headings), row(headings.map(() => '---')), ...lines.map(row)].join('\n');
}

export const casesTable = (rows: readonly Row[]): string => markdownTable(HEADINGS, rows.map(cells));
