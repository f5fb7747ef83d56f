import * as vscode from 'vscode';
import type { FinetuneReport, Metrics, TrainingFigure } from '../protocol/training.ts';
import { escapeMarkdown, percent } from './format.ts';
import { inLanguage } from './inWords.ts';

/** One sentence for a notification: what was learned, and how well it is known. */
export function summary({ tasks, accepted, skipped, mode }: FinetuneReport): string {
  const learned = Object.entries(tasks).map(([id, { examples, before, after }]) =>
    after === null
      ? vscode.l10n.t('{0} ({1} labels, too few to measure)', id, examples)
      : vscode.l10n.t('{0} ({1} labels, macro F1 {2})', id, examples, change(before, after)),
  );
  const outcome = accepted
    ? mode === 'scratch'
      ? vscode.l10n.t('Trained from nothing on {0}.', learned.join(', '))
      : vscode.l10n.t('Fine-tuned on {0}.', learned.join(', '))
    : vscode.l10n.t(
        'The fine-tuned model was refused, because it made other tasks worse: {0}.',
        learned.join(', '),
      );
  if (skipped.length === 0) return outcome;
  const unread =
    skipped.length === 1
      ? vscode.l10n.t('One label line could not be read.')
      : vscode.l10n.t('{0} label lines could not be read.', skipped.length);
  return `${outcome} ${unread}`;
}

/** A task that is being learnt, and how good it is so far. */
export function stageInWords(task: string, figure: TrainingFigure | undefined): string {
  if (figure === undefined) return task;
  return 'loss' in figure
    ? vscode.l10n.t('{0}: loss {1}', task, figure.loss.toFixed(3))
    : vscode.l10n.t('{0}: macro F1 {1} so far', task, percent(figure.macroF1));
}

/** The whole report as a Markdown document. */
export function reportDocument(report: FinetuneReport): string {
  const { tasks, guard, accepted, seconds, skipped, reason, refused } = report;
  const table = (rows: string[][]) => rows.map(row => `| ${row.join(' | ')} |`);
  const head = (...titles: string[]) => [titles, titles.map((_, i) => (i === 0 ? ':--' : '--:'))];
  const [task, examples] = [vscode.l10n.t('Task'), vscode.l10n.t('Examples')];
  const [before, after] = [vscode.l10n.t('Macro F1 before'), vscode.l10n.t('after')];
  const accuracy = [vscode.l10n.t('Accuracy before'), vscode.l10n.t('after')];
  const lines = [
    `# ${vscode.l10n.t('Fine-tuning report')}`,
    '',
    accepted
      ? vscode.l10n.t('The model is ready to use. Training took {0} seconds.', seconds.toFixed(1))
      : vscode.l10n.t('The model was refused, because it made other tasks worse. Nothing has changed.'),
    '',
    ...refused.map(line => `- ${escapeMarkdown(inLanguage(line))}`),
    ...(refused.length > 0 ? [''] : []),
    vscode.l10n.t('What learned: {0}.', escapeMarkdown(inLanguage(reason))),
    '',
    `## ${vscode.l10n.t('Tasks with labels')}`,
    '',
    vscode.l10n.t(
      'Measured on a share of the labels that training did not see; few labels make rough figures.',
    ),
    '',
    ...table([
      ...head(task, examples, before, after, ...accuracy),
      ...Object.entries(tasks).map(([id, entry]) => [
        escapeMarkdown(id),
        String(entry.examples),
        ...pair(entry.before, entry.after),
      ]),
    ]),
    '',
  ];
  if (Object.keys(guard).length > 0) {
    lines.push(
      `## ${vscode.l10n.t('Every other task')}`,
      '',
      vscode.l10n.t('How far each answers texts that come with the model as it did before.'),
      '',
      ...table([
        ...head(task, before, after, ...accuracy),
        ...Object.entries(guard).map(([id, entry]) => [
          escapeMarkdown(id),
          ...pair(entry.before, entry.after),
        ]),
      ]),
      '',
    );
  }
  if (skipped.length > 0) {
    lines.push(
      `## ${vscode.l10n.t('Label lines that could not be read')}`,
      '',
      ...skipped.map(line => `- ${inLanguage(line)}`),
      '',
    );
  }
  return lines.join('\n');
}

function pair(before: Metrics | null, after: Metrics | null): string[] {
  const figure = (metrics: Metrics | null, key: keyof Metrics) =>
    metrics === null ? '–' : percent(metrics[key]);
  return (['macroF1', 'accuracy'] as const).flatMap(key => [figure(before, key), figure(after, key)]);
}

function change(before: Metrics | null, after: Metrics): string {
  const now = percent(after.macroF1);
  return before === null ? now : `${percent(before.macroF1)} → ${now}`;
}
