import * as vscode from 'vscode';
import { cssColor, themeColor } from '../protocol/colors.ts';
import {
  type AbstainReason,
  byScope,
  type ScoredSegment,
  scoreOf,
  type TaskInfo,
} from '../protocol/scores.ts';
import { bar, escapeMarkdown } from './format.ts';
import type { ModelChoice } from './modelChoice.ts';
import { probability } from './ranking.ts';
import { notAskedHere } from './scopes.ts';
import type { Results, ScoreStore } from './scoreStore.ts';
import type { ScoringClient } from './scoringClient.ts';
import { setting } from './settings.ts';
import { certainty, guessInWords, shownTask, withColors } from './shown.ts';
import { why } from './why.ts';

/** Tells every task's answer for the segment under the pointer, and why the shown task gives its own. */
export class ScoresHover implements vscode.HoverProvider {
  readonly #store: ScoreStore;
  readonly #client: ScoringClient;
  readonly #models: ModelChoice;

  constructor(store: ScoreStore, client: ScoringClient, models: ModelChoice) {
    this.#store = store;
    this.#client = client;
    this.#models = models;
  }

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | undefined> {
    const results = this.#store.get(document.uri.toString())?.results;
    const offset = document.offsetAt(position);
    const segment = results?.segments.find(({ start, end }) => start <= offset && offset < end);
    if (results === undefined || segment === undefined) return undefined;
    if (!setting('hover.enabled', document)) return undefined;
    const range = new vscode.Range(document.positionAt(segment.start), document.positionAt(segment.end));
    const reason = await this.#why(document, results, segment, token);
    return new vscode.Hover(hoverText(results.model.tasks, segment, document.uri, reason), range);
  }

  /** Why the shown task answers as it does; undefined where nobody can tell: the scores stand without it. */
  async #why(
    document: vscode.TextDocument,
    { model, version }: Results,
    { start, end, scores }: ScoredSegment,
    token: vscode.CancellationToken,
  ): Promise<string | undefined> {
    const task = shownTask(model, document).id;
    const score = Object.hasOwn(scores, task) ? scores[task] : undefined;
    const said = score?.guess ?? score;
    if (said === undefined || said.label === null || version !== document.version) return undefined;
    const abort = new AbortController();
    const cancelled = token.onCancellationRequested(() => abort.abort());
    try {
      const explanation = await this.#client.explain(
        this.#models.current,
        {
          uri: document.uri.toString(),
          version,
          segment: { start, end },
          task,
          thresholds: setting('thresholds', document),
        },
        abort.signal,
      );
      return explanation && why(explanation);
    } catch {
      // A worker that died, or another model: whoever analyzes says so.
      return undefined;
    } finally {
      cancelled.dispose();
    }
  }
}

function hoverText(
  tasks: readonly TaskInfo[],
  segment: ScoredSegment,
  uri: vscode.Uri,
  reason: string | undefined,
): vscode.MarkdownString {
  const target = encodeURIComponent(
    JSON.stringify([{ uri: uri.toString(), start: segment.start, end: segment.end }]),
  );
  const { asked, outside } = byScope(tasks, [segment]);
  const quiet = notAskedHere(outside);
  const answers = (task: TaskInfo) => scoreOf(segment, task)?.label != null;
  const sorted = asked.toSorted((a, b) => Number(answers(b)) - Number(answers(a)));
  const rows = sorted.map(task => `| ${escapeMarkdown(task.title)} | ${answer(task, segment)} |`);
  const labelAs = vscode.l10n.t('Label as…');
  const showPanel = vscode.l10n.t('Show panel');
  const markdown = new vscode.MarkdownString(
    [
      ...(rows.length === 0 ? [] : ['| | | | |', '|:--|:--|:--|--:|', ...rows, '']),
      ...(reason === undefined ? [] : [reason, '']),
      ...(quiet === undefined ? [] : [`*${escapeMarkdown(quiet)}*`, '']),
      `[$(tag) ${labelAs}](command:manylens.labelSelection?${target}) &nbsp; ` +
        `[$(graph) ${showPanel}](command:manylens.showPanel)`,
    ].join('\n'),
    true,
  );
  markdown.supportHtml = true;
  markdown.isTrusted = { enabledCommands: ['manylens.labelSelection', 'manylens.showPanel'] };
  return markdown;
}

/**
 * Three table cells: a bar, the label and its probability; or why there is none. Where the label is the user's own, it
 * says so, and what the model says.
 */
function answer(task: TaskInfo, segment: ScoredSegment): string {
  const score = scoreOf(segment, task);
  if (score === undefined || score.label === null) {
    return `| *${escapeMarkdown(vscode.l10n.t('unsure: {0}', abstention(score?.reason, segment.language)))}* |`;
  }
  const ratio = probability(task, segment);
  const guess = guessInWords(task, segment);
  const sure = certainty(task, segment);
  const told = guess === undefined ? sure : `$(check) ${sure}; ${escapeMarkdown(guess)}`;
  const color = cssColor(themeColor(withColors(task), score.label));
  return `<span style="color:${color};">${bar(ratio, 8)}</span> | ${escapeMarkdown(score.label)} | ${told}`;
}

/** Why a task abstains, in words. */
function abstention(reason: AbstainReason | undefined, language: string): string {
  if (reason === 'short') return vscode.l10n.t('too few words');
  if (reason === 'language') return vscode.l10n.t('not trained on {0}', languageName(language));
  if (reason === 'unknown-words') return vscode.l10n.t('too few words that the model knows');
  return vscode.l10n.t('no answer is likely enough');
}

function languageName(language: string): string {
  const [base] = language.split('-');
  return new Intl.DisplayNames([vscode.env.language], { type: 'language' }).of(base) ?? base;
}
