import * as vscode from 'vscode';
import type { BackendChoice, ModelInfo, TaskInfo } from '../protocol/scores.ts';

/** The settings of the section `manylens`, by the names they have in package.json. */
interface Settings {
  'model.path': string;
  backend: BackendChoice;
  'decorations.enabled': boolean;
  'decorations.task': string;
  'decorations.labels': string[];
  'decorations.overviewRuler': boolean;
}

/** Reads one setting; every setting has its default in package.json. */
export function setting<K extends keyof Settings>(key: K, scope?: vscode.TextDocument): Settings[K] {
  return vscode.workspace.getConfiguration('manylens', scope).get(key) as Settings[K];
}

/** Changes a setting where it is already set, else for the user. */
export async function changeSetting<K extends keyof Settings>(key: K, value: Settings[K]): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('manylens');
  const found = configuration.inspect(key);
  const target =
    found?.workspaceValue === undefined
      ? vscode.ConfigurationTarget.Global
      : vscode.ConfigurationTarget.Workspace;
  await configuration.update(key, value, target);
}

/** The task that editor and status bar show of a document: the chosen one, else the model's first. */
export function shownTask(model: ModelInfo, document: vscode.TextDocument): TaskInfo {
  const chosen = setting('decorations.task', document);
  return model.tasks.find(task => task.id === chosen) ?? model.tasks[0];
}
