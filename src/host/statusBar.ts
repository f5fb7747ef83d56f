import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import { byScope, documentScore, type ScoredSegment, type TaskInfo } from '../protocol/scores.ts';
import type { ActiveDocument } from './activeDocument.ts';
import { escapeMarkdown, percent } from './format.ts';
import { Redraw } from './redraw.ts';
import type { RunPolicy } from './runPolicy.ts';
import { notAskedHere } from './scopes.ts';
import type { Entry, Results, ScoreStore } from './scoreStore.ts';
import { shownTask, summary } from './shown.ts';

/** One item: the active document's summary for the shown task, or what keeps it from having one. */
export class StatusBar implements Disposable {
  readonly #store: ScoreStore;
  readonly #active: ActiveDocument;
  readonly #owned = new DisposableStore();
  readonly #policy: RunPolicy;
  readonly #item: vscode.StatusBarItem;

  constructor(store: ScoreStore, active: ActiveDocument, policy: RunPolicy) {
    this.#store = store;
    this.#active = active;
    this.#policy = policy;
    this.#item = this.#owned.add(
      vscode.window.createStatusBarItem('manylens.summary', vscode.StatusBarAlignment.Right, 100),
    );
    this.#item.name = 'Manylens';
    const redraw = this.#owned.add(new Redraw(() => this.#draw()));
    this.#owned.add(store.onDidChange(redraw.request));
    this.#owned.add(active.onDidChange(redraw.request));
    this.#owned.add(policy.onDidChange(redraw.request));
    this.#owned.add(vscode.workspace.onDidChangeConfiguration(redraw.request));
  }

  /** What the item says; undefined while it is hidden. */
  text: string | undefined;

  dispose(): void {
    this.#owned.dispose();
  }

  #draw(): void {
    const document = this.#active.current;
    const entry = document && this.#store.get(document.uri.toString());
    const face = document && entry && faceOf(document, entry, this.#policy.live);
    this.text = face?.text;
    if (face === undefined) {
      this.#item.hide();
      return;
    }
    this.#item.text = face.text;
    this.#item.tooltip = face.tooltip;
    this.#item.command = face.command;
    this.#item.backgroundColor = face.failed
      ? new vscode.ThemeColor('statusBarItem.errorBackground')
      : undefined;
    this.#item.show();
  }
}

interface Face {
  text: string;
  tooltip: string | vscode.MarkdownString;
  command: string;
  failed?: boolean;
}

function faceOf(document: vscode.TextDocument, { busy, problem, results }: Entry, live: boolean): Face {
  const command = 'manylens.showPanel';
  if (busy !== undefined) {
    const share = busy.total === 0 ? '' : ` ${percent(busy.done / busy.total)}`;
    return { text: `$(loading~spin) ${vscode.l10n.t('Analyzing')}${share}`, tooltip: 'Manylens', command };
  }
  if (problem?.kind === 'error' && problem.code === 'scoring-paused')
    return {
      text: `$(debug-pause) ${vscode.l10n.t('Manylens is paused')}`,
      tooltip: problem.message,
      command: 'manylens.resume',
      failed: true,
    };
  if (problem?.kind === 'error')
    return { text: '$(error) Manylens', tooltip: problem.message, command, failed: true };
  if (problem?.kind === 'long')
    return {
      text: `$(eye) ${vscode.l10n.t('long text')}`,
      tooltip: vscode.l10n.t(
        'Manylens: this text is longer than manylens.runLimit, so it is not analyzed by itself. Click to analyze it.',
      ),
      command: 'manylens.analyzeDocument',
    };
  if (results === undefined)
    return {
      text: `$(eye) ${vscode.l10n.t('no text')}`,
      tooltip: vscode.l10n.t('Manylens found no text to analyze.'),
      command,
    };
  const said = summary(shownTask(results.model, document), results.segments);
  if (!results.outdated) return { text: `$(eye) ${said}`, tooltip: tooltip(results, live), command };
  return {
    text: `$(history) ${said}`,
    tooltip: withSwitch(
      vscode.l10n.t('Manylens: outdated, because the text was edited. Click to analyze it again.'),
      live,
    ),
    command: 'manylens.analyzeDocument',
  };
}

function tooltip({ model, segments, partial }: Results, live: boolean): vscode.MarkdownString {
  const title = partial ? `**Manylens** · ${vscode.l10n.t('the selection')}` : '**Manylens**';
  const { asked, outside } = byScope(model.tasks, segments);
  const quiet = notAskedHere(outside);
  const lines = [title, '', '| | | |', '|:--|:--|--:|', ...summaryRows(asked, segments)];
  if (quiet !== undefined) lines.push('', escapeMarkdown(quiet));
  return withSwitch(lines.join('\n'), live);
}

/** Adds the link that switches live analysis. */
function withSwitch(markdown: string, live: boolean): vscode.MarkdownString {
  const title = live
    ? vscode.l10n.t('Turn live analysis off in this window')
    : vscode.l10n.t('Turn live analysis on in this window');
  const text = new vscode.MarkdownString(`${markdown}\n\n[${title}](command:manylens.toggleLive)`);
  text.isTrusted = { enabledCommands: ['manylens.toggleLive'] };
  return text;
}

function summaryRows(tasks: readonly TaskInfo[], segments: readonly ScoredSegment[]): string[] {
  return tasks.map(task => {
    const { label, probabilities } = documentScore(task, segments);
    const share = probabilities === null ? '' : percent(Math.max(...probabilities));
    return `| ${escapeMarkdown(task.title)} | ${escapeMarkdown(label ?? vscode.l10n.t('unsure'))} | ${share} |`;
  });
}
