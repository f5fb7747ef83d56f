import * as vscode from 'vscode';
import { figuresOfBoth, labelCounts, type Version } from '../protocol/versions.ts';
import type { ScoredText } from '../protocol/worker.ts';
import type { ChangedAnswer } from './changedAnswers.ts';
import { escapeMarkdown, oneLine, percent } from './format.ts';

/** Where two models differ in a document. */
export interface DocumentComparison {
  name: string;
  /** How many segments were read. */
  segments: number;
  /** With the line of each, from 1. */
  changed: (ChangedAnswer<ScoredText> & { line: number })[];
}

/** Rows of a document's table: more of them nobody reads. */
const MOST_ROWS = 200;

/** Two models side by side, as a Markdown document. */
export function comparisonDocument(
  before: Version,
  after: Version,
  document: DocumentComparison | undefined,
): string {
  const names = [before.name, after.name].map(escapeMarkdown);
  return [
    `# ${vscode.l10n.t('{0} and {1}', names[0], names[1])}`,
    '',
    ...table(['', ...names], facts(before, after)),
    '',
    `## ${vscode.l10n.t('Tasks')}`,
    '',
    `${vscode.l10n.t('Each figure is what its model was measured with when it was made: a task that was tuned by cross-validation on its labels, every other one on the texts that it was tested with.')}${
      before.labels?.sha256 === after.labels?.sha256
        ? ''
        : ` ${vscode.l10n.t('The two learnt from different labels, so their tuned tasks were not measured on the same ones.')}`
    }`,
    '',
    ...table(
      [
        vscode.l10n.t('Task'),
        ...names.map(name => vscode.l10n.t('Macro F1 of {0}', name)),
        ...names.map(name => vscode.l10n.t('Accuracy of {0}', name)),
      ],
      figures(before, after),
    ),
    '',
    ...(document === undefined ? [] : documentLines(document, names)),
  ].join('\n');
}

function facts(before: Version, after: Version): string[][] {
  const date = new Intl.DateTimeFormat(vscode.env.language, { dateStyle: 'medium', timeStyle: 'short' });
  const row = (name: string, of: (version: Version) => string | undefined) => [
    name,
    ...[before, after].map(version => escapeMarkdown(of(version) ?? '–')),
  ];
  return [
    row(vscode.l10n.t('Made'), ({ at, base }) => base && date.format(at)),
    row(vscode.l10n.t('Labels'), version => labelCounts(version) || undefined),
    row(vscode.l10n.t('Labels (SHA-256)'), version => version.labels?.sha256),
    row(vscode.l10n.t('Tuned from'), ({ base }) => base && `${base.name} ${base.version}`),
    row(vscode.l10n.t('Version before'), ({ parent }) => parent?.name),
    row(vscode.l10n.t('Seed'), ({ seed }) => String(seed)),
    row(vscode.l10n.t('Folder'), ({ location }) => location),
  ];
}

function figures(before: Version, after: Version): string[][] {
  return figuresOfBoth(before, after).map(({ title, metrics }) => [
    escapeMarkdown(title),
    ...metrics.map(found => found?.macroF1.toFixed(2) ?? '–'),
    ...metrics.map(found => (found === undefined ? '–' : percent(found.accuracy))),
  ]);
}

function documentLines({ name, segments, changed }: DocumentComparison, names: string[]): string[] {
  const sentences = new Set(changed.map(({ segment }) => segment)).size;
  const rest = changed.length - MOST_ROWS;
  const unsure = vscode.l10n.t('unsure');
  const rows = changed
    .slice(0, MOST_ROWS)
    .map(({ line, segment, task, before, after }) => [
      String(line),
      escapeMarkdown(oneLine(segment.text, 80)),
      ...[task.title, before ?? unsure, after ?? unsure].map(escapeMarkdown),
    ]);
  const counts = [String(sentences), String(segments)];
  return [
    `## ${vscode.l10n.t('In {0}', escapeMarkdown(name))}`,
    '',
    vscode.l10n.t('Of the tasks that both have, some label differs in {0} of {1} sentences.', ...counts),
    '',
    ...(rows.length === 0
      ? []
      : table([vscode.l10n.t('Line'), vscode.l10n.t('Sentence'), vscode.l10n.t('Task'), ...names], rows)),
    ...(rest > 0 ? ['', vscode.l10n.t('{0} more are not listed.', String(rest))] : []),
    '',
  ];
}

function table(head: string[], rows: string[][]): string[] {
  return [head, head.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`);
}
