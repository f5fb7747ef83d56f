import * as vscode from 'vscode';
import { themeColor } from '../protocol/colors.ts';
import {
  documentScore,
  isOutside,
  labelledCount,
  type ModelInfo,
  type ScoredSegment,
  scoreOf,
  type TaskInfo,
  type TaskScore,
} from '../protocol/scores.ts';
import { percent } from './format.ts';
import { probability } from './ranking.ts';
import { scopeInWords } from './scopes.ts';
import { setting } from './settings.ts';

/** What the editor shows of a document: one task, and some of its labels. */
export interface Shown {
  readonly task: TaskInfo;
  readonly labels: ReadonlySet<string>;
}

/** The chosen task, else the model's first; of its labels the chosen ones, else those that say something. */
export function shown(model: ModelInfo, document: vscode.TextDocument): Shown {
  const task = shownTask(model, document);
  const chosen = setting('decorations.labels', document).filter(label => task.labels.includes(label));
  return { task, labels: new Set(chosen.length > 0 ? chosen : tellingLabels(task)) };
}

/** The model's tasks that are named, each with the labels that are named for it. */
export function shownTasks(
  model: ModelInfo,
  labelsByTask: Readonly<Record<string, readonly string[]>>,
): Shown[] {
  return model.tasks
    .filter(({ id }) => Object.hasOwn(labelsByTask, id))
    .map(task => ({ task, labels: new Set(labelsByTask[task.id]) }));
}

/** The task that editor and status bar show of a document: the chosen one, else the model's first. */
export function shownTask(model: ModelInfo, document: vscode.TextDocument): TaskInfo {
  const chosen = setting('decorations.task', document);
  return withColors(model.tasks.find(task => task.id === chosen) ?? model.tasks[0]);
}

/** The task with the colours that the user gave its labels. */
export function withColors(task: TaskInfo): TaskInfo {
  const colors = setting('colors');
  return Object.hasOwn(colors, task.id) ? { ...task, colors: colors[task.id] } : task;
}

/**
 * What a task says of segments taken together, in words: the label and how probable it is, that it is unsure, or what it is
 * asked of where that is none of them; and how many segments have the user's own label.
 */
export function summary(task: TaskInfo, segments: readonly ScoredSegment[]): string {
  const score = documentScore(task, segments);
  const { label, probabilities } = score;
  if (isOutside(score)) return vscode.l10n.t('asked of {0}', scopeInWords(task) ?? '');
  if (label === null || probabilities === null) return vscode.l10n.t('unsure');
  const said = `${label} ${percent(Math.max(...probabilities))}`;
  const own = labelledCount(task, segments);
  return own === 0 ? said : `${said} · ${vscode.l10n.t('{0} by you', own)}`;
}

/** How sure a segment's label is, in words: the user's own, or as probable as the model says. */
export function certainty(task: TaskInfo, segment: ScoredSegment): string {
  const own = scoreOf(segment, task)?.guess !== undefined;
  return own ? vscode.l10n.t('your label') : percent(probability(task, segment));
}

/** What the model says of a segment that the user has labelled; undefined where the user has not. */
export function guessInWords(task: TaskInfo, segment: ScoredSegment): string | undefined {
  const guess = scoreOf(segment, task)?.guess;
  if (guess === undefined) return undefined;
  return vscode.l10n.t('the model: {0}', guessed(guess));
}

function guessed({ label, probabilities, reason }: TaskScore): string {
  if (label !== null) return `${label} ${percent(Math.max(...probabilities))}`;
  return reason === 'scope' ? vscode.l10n.t('not asked') : vscode.l10n.t('unsure');
}

/** Calls `redraw` when labels get other colours. */
export function onDidChangeColors(redraw: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration(event => {
    if (event.affectsConfiguration('manylens.colors')) redraw();
  });
}

/** All but the labels that say "nothing to see here", which are gray: neutral, none, objective. */
function tellingLabels(task: TaskInfo): string[] {
  return task.labels.filter(label => themeColor(task, label) !== 'manylens.gray');
}
