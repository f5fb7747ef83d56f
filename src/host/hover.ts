import * as vscode from 'vscode';
import { cssColor, themeColor } from '../protocol/colors.ts';
import { type ScoredSegment, scoreOf, type TaskInfo } from '../protocol/scores.ts';
import { bar, escapeMarkdown, percent } from './format.ts';
import { probability } from './ranking.ts';
import type { ScoreStore } from './scoreStore.ts';
import { setting } from './settings.ts';
import { withColors } from './shown.ts';

/** Tells every task's answer for the segment under the pointer. */
export class ScoresHover implements vscode.HoverProvider {
  readonly #store: ScoreStore;

  constructor(store: ScoreStore) {
    this.#store = store;
  }

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    const results = this.#store.get(document.uri.toString())?.results;
    const offset = document.offsetAt(position);
    const segment = results?.segments.find(({ start, end }) => start <= offset && offset < end);
    if (results === undefined || segment === undefined) return undefined;
    if (!setting('hover.enabled', document)) return undefined;
    const range = new vscode.Range(document.positionAt(segment.start), document.positionAt(segment.end));
    return new vscode.Hover(hoverText(results.model.tasks, segment, document.uri), range);
  }
}

function hoverText(
  tasks: readonly TaskInfo[],
  segment: ScoredSegment,
  uri: vscode.Uri,
): vscode.MarkdownString {
  const target = encodeURIComponent(
    JSON.stringify([{ uri: uri.toString(), start: segment.start, end: segment.end }]),
  );
  const rows = tasks.map(task => `| ${escapeMarkdown(task.title)} | ${answer(task, segment)} |`);
  const labelAs = vscode.l10n.t('Label as…');
  const showPanel = vscode.l10n.t('Show panel');
  const markdown = new vscode.MarkdownString(
    [
      '| | | | |',
      '|:--|:--|:--|--:|',
      ...rows,
      '',
      `[$(tag) ${labelAs}](command:manylens.labelSelection?${target}) &nbsp; ` +
        `[$(graph) ${showPanel}](command:manylens.showPanel)`,
    ].join('\n'),
    true,
  );
  markdown.supportHtml = true;
  markdown.isTrusted = { enabledCommands: ['manylens.labelSelection', 'manylens.showPanel'] };
  return markdown;
}

/** Three table cells: a bar, the label and its probability; or why there is none. */
function answer(task: TaskInfo, segment: ScoredSegment): string {
  const score = scoreOf(segment, task);
  if (score === undefined || score.label === null) {
    return `| *${escapeMarkdown(vscode.l10n.t('unsure: {0}', abstention(task, segment)))}* |`;
  }
  const ratio = probability(task, segment);
  const color = cssColor(themeColor(withColors(task), score.label));
  return `<span style="color:${color};">${bar(ratio, 8)}</span> | ${escapeMarkdown(score.label)} | ${percent(ratio)}`;
}

/** Why a task abstains, in words. */
function abstention(task: TaskInfo, { language, scores }: ScoredSegment): string {
  const base = language.split('-')[0];
  if (base !== 'und' && task.languages.length > 0 && !task.languages.includes(base)) {
    const name = new Intl.DisplayNames([vscode.env.language], { type: 'language' }).of(base);
    return vscode.l10n.t('not trained on {0}', name ?? base);
  }
  if (Object.values(scores).every(score => score.abstained))
    return vscode.l10n.t('too few words that the model knows');
  return vscode.l10n.t('no answer is likely enough');
}
