import * as vscode from 'vscode';
import type { ModelInfo, TaskInfo } from '../protocol/scores.ts';
import { percent } from './format.ts';
import { inLanguage } from './inWords.ts';
import type { ModelDescription } from './modelDescription.ts';
import { scopeInWords } from './scopes.ts';

/** A row of the model view, and the argument of the commands on it. */
export interface ModelRow {
  /** Unique in the view. */
  id: string;
  /** What the menus go by. */
  kind:
    | ('model' | 'task' | 'value' | 'group')
    | ('version' | 'versionInUse' | 'brokenVersion' | 'base' | 'baseInUse');
  label: string;
  /** What is shown beside the label. */
  description?: string;
  /** What "Copy Value" copies: the description unless something else is said. */
  value?: string;
  /** A codicon's name. */
  icon?: string;
  /** A task's id. */
  task?: string;
  /** A version's folder. */
  location?: string;
  /** The command of a click, without `manylens.`. */
  command?: string;
  children?: ModelRow[];
}

/** What the view shows of a model. */
export interface ModelFacts {
  description: ModelDescription;
  /** Set once it is loaded. */
  loaded: ModelInfo | undefined;
  isBase: boolean;
  /** The base that it was tuned on, where there is a newer one; and whether tuning would start from that. */
  olderBase: string | undefined;
  canTune: boolean;
  /** The id of the task whose labels the editor shows. */
  shownTask: string;
}

export function modelRows(facts: ModelFacts): ModelRow[] {
  const { description, loaded, isBase, olderBase, canTune, shownTask } = facts;
  const { name, version, location, languages, tasks } = description;
  const kind = isBase ? vscode.l10n.t('the model that Manylens comes with') : vscode.l10n.t('your own model');
  return [
    {
      ...{ id: 'model', kind: 'model', icon: 'package' },
      ...{ label: `${name} ${version}`, description: kind, value: `${name} ${version}` },
    },
    ...(olderBase === undefined ? [] : [olderBaseRow(olderBase, canTune)]),
    valueRow('location', vscode.l10n.t('Folder'), location, 'folder'),
    valueRow('languages', vscode.l10n.t('Languages'), languageNames(languages), 'globe'),
    valueRow('backend', vscode.l10n.t('Backend'), backendOf(loaded), 'server-process'),
    {
      ...{ id: 'tasks', kind: 'group', label: vscode.l10n.t('Tasks'), icon: 'list-tree' },
      description: String(tasks.length),
      children: tasks.map(task => taskRow(task, task.id === shownTask)),
    },
  ];
}

function olderBaseRow(base: string, canTune: boolean): ModelRow {
  const label = vscode.l10n.t('Tuned on an older base ({0})', base);
  const description = vscode.l10n.t('tune again to learn from the new one');
  const row = valueRow('olderBase', label, description, 'info');
  return canTune ? { ...row, command: 'finetune' } : row;
}

function taskRow(task: TaskInfo, shown: boolean): ModelRow {
  const { id, title, description, labels, languages, metrics } = task;
  const scope = scopeInWords(task);
  const row = (name: string, label: string, value: string) => valueRow(`${name}\n${id}`, label, value);
  const figures = metrics && {
    accuracy: percent(metrics.accuracy),
    macroF1: metrics.macroF1.toFixed(2),
  };
  const parts = [
    shown ? vscode.l10n.t('shown in the editor') : '',
    figures === undefined
      ? ''
      : vscode.l10n.t('accuracy {0}, macro F1 {1}', figures.accuracy, figures.macroF1),
  ];
  return {
    ...{ id: `task\n${id}`, kind: 'task', label: title, task: id, value: id },
    icon: shown ? 'eye' : 'symbol-enum',
    description: parts.filter(part => part !== '').join(' · '),
    children: [
      ...(description === '' ? [] : [row('description', vscode.l10n.t('Question'), description)]),
      row('labels', vscode.l10n.t('Labels'), labels.join(', ')),
      row('languages', vscode.l10n.t('Languages'), languageNames(languages)),
      ...(scope === undefined ? [] : [row('scope', vscode.l10n.t('Asked of'), scope)]),
      ...(figures === undefined
        ? []
        : [
            row('accuracy', vscode.l10n.t('Accuracy on the test texts'), figures.accuracy),
            row('macroF1', vscode.l10n.t('Macro F1 on the test texts'), figures.macroF1),
          ]),
    ],
  };
}

function valueRow(id: string, label: string, description: string, icon?: string): ModelRow {
  return { id, kind: 'value', label, description, icon };
}

function backendOf(loaded: ModelInfo | undefined): string {
  if (loaded === undefined) return vscode.l10n.t('chosen at the first analysis');
  return `${loaded.backend} (${inLanguage(loaded.backendReason)})`;
}

/** In the user's language; a tag that has no name there stands for itself. */
function languageNames(tags: readonly string[]): string {
  if (tags.length === 0) return vscode.l10n.t('any');
  const names = new Intl.DisplayNames([vscode.env.language, 'en'], { type: 'language' });
  const nameOf = (tag: string) => {
    try {
      return names.of(tag) ?? tag;
    } catch {
      return tag;
    }
  };
  return tags.map(nameOf).join(', ');
}
