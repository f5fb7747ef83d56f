import * as vscode from 'vscode';
import { themeColor } from '../protocol/colors.ts';
import { documentScore, type ModelInfo, type ScoredSegment, type TaskInfo } from '../protocol/scores.ts';
import { percent } from './format.ts';
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

/** What a task says of segments taken together, in words: the label and how probable it is, or that it is unsure. */
export function summary(task: TaskInfo, segments: readonly ScoredSegment[]): string {
  const { label, probabilities } = documentScore(task, segments);
  if (label === null || probabilities === null) return vscode.l10n.t('unsure');
  return `${label} ${percent(Math.max(...probabilities))}`;
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
