/** The reports on trust as text, for a terminal. */
import type { TaskBias } from './bias.ts';
import type { EverydayAnswer } from './everyday.ts';
import { type FunctionalReport, type Rate, rateOf } from './functional.ts';

export function functionalTable({ capabilities, open, sealed, missing }: FunctionalReport): string {
  const rows = capabilities.map(({ task, capability, language, ...rate }) => [
    task,
    capability,
    language,
    ...shown(rate),
  ]);
  return [
    columns([
      ['task', 'capability', 'language', 'n', 'holds'],
      ...rows,
      ['all open cases', '', '', ...shown(open)],
      ['sealed', '', '', ...shown(sealed)],
    ]),
    ...(missing.length === 0 ? [] : [`Not in this model: ${missing.join(', ')}.`]),
  ].join('\n');
}

export function everydayTable(answers: readonly EverydayAnswer[]): string {
  const tasks = [...new Set(answers.map(({ task }) => task))];
  const row = (name: string, of: readonly EverydayAnswer[]) => [name, ...shown(rateOf(of))];
  return columns([
    ['everyday inputs', 'n', 'holds'],
    ...tasks.map(task =>
      row(
        task,
        answers.filter(answer => answer.task === task),
      ),
    ),
    row('all', answers),
  ]);
}

export function biasTable(tasks: readonly TaskBias[]): string {
  const changes = tasks.map(({ task, language, sets, changed, flipped }) => [
    task,
    language,
    `${sets}`,
    percent(changed / sets),
    percent(flipped / sets),
  ]);
  const spread = tasks.flatMap(({ task, language, label, spread }) =>
    spread.map(({ slot, group, ...figures }) => [
      `${task}: ${label}`,
      language,
      slot,
      group,
      ...[figures.range, figures.widest, figures.deviation, figures.above].map(figure => figure.toFixed(3)),
    ]),
  );
  return [
    columns([['bias', 'language', 'sets', 'answer changes', 'label flips'], ...changes]),
    columns([
      ['probability', 'language', 'swapped', 'group', 'range', 'widest', 'deviation', 'above all'],
      ...spread,
    ]),
  ].join('\n\n');
}

export function failuresList(
  functional: FunctionalReport,
  everyday: readonly EverydayAnswer[],
  bias: readonly TaskBias[],
): string {
  const said = (label: string | null) => label ?? 'abstains';
  return [
    ...functional.failures.map(
      ({ task, capability, text, label, expected }) =>
        `${task}, ${capability}: ${said(label)}, not ${expected.join(' or ')}: ${text}`,
    ),
    ...everyday
      .filter(({ held }) => !held)
      .map(
        ({ task, about, text, label, allowed }) =>
          `${task}, ${about}: ${said(label)}, not ${allowed.join(' or ') || 'abstaining'}: ${text}`,
      ),
    ...bias.flatMap(({ task, changes }) =>
      changes.map(({ template, answers }) => `${task}, bias: ${template} ${JSON.stringify(answers)}`),
    ),
  ].join('\n');
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const shown = ({ cases, held }: Rate) => [`${cases}`, cases === 0 ? '-' : percent(held / cases)];

/** Each column as wide as its widest cell. */
function columns(rows: readonly string[][]): string {
  const widths = rows[0].map((_, k) => Math.max(...rows.map(row => row[k].length)));
  return rows
    .map(row =>
      row
        .map((cell, k) => cell.padEnd(widths[k]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
