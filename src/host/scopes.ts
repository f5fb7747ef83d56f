import * as vscode from 'vscode';
import { kindsInWords } from '../base/textKinds.ts';
import type { TaskInfo } from '../protocol/scores.ts';
import { inLanguage } from './inWords.ts';

/** The kinds of text that a task is asked of: "comments and questions"; undefined where it is asked of everything. */
export function scopeInWords({ scope }: TaskInfo): string | undefined {
  if (scope === undefined || scope.length === 0) return undefined;
  return kindsInWords(scope, inLanguage, vscode.l10n.bundle === undefined ? 'en' : vscode.env.language);
}

/** One line for all tasks that are not asked of what is shown; undefined where there is none. */
export function notAskedHere(tasks: readonly TaskInfo[]): string | undefined {
  if (tasks.length === 0) return undefined;
  const named = tasks.map(task => vscode.l10n.t('{0} ({1})', task.title, scopeInWords(task) ?? ''));
  return vscode.l10n.t('Not asked here: {0}', named.join(', '));
}
