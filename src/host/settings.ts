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

/**
 * Reads one setting; every setting has its default in package.json. A settings.json is written by hand, and VS Code
 * hands over a value of a wrong type as it stands: the default takes its place.
 */
export function setting<K extends keyof Settings>(key: K, scope?: vscode.TextDocument): Settings[K] {
  const configuration = vscode.workspace.getConfiguration('manylens', scope);
  const value = configuration.get<unknown>(key);
  const fallback = configuration.inspect(key)?.defaultValue;
  const fits = typeof value === typeof fallback && Array.isArray(value) === Array.isArray(fallback);
  return (fits ? value : fallback) as Settings[K];
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
