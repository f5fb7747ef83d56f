import * as vscode from 'vscode';
import * as z from 'zod/mini';

const names = z.array(z.string());

/** The settings of the section `manylens`, by the names they have in package.json, which describes and defaults them. */
const settings = {
  run: z.enum(['manual', 'onSave', 'onType']),
  /** UTF-16 units. */
  runLimit: z.number().check(z.minimum(0)),
  tasks: names,
  thresholds: z.record(z.string(), z.number().check(z.minimum(0), z.maximum(1))),
  'decorations.enabled': z.boolean(),
  'decorations.style': z.enum(['both', 'underline', 'background']),
  'decorations.task': z.string(),
  'decorations.labels': names,
  /** Theme colours by task and label. They end up in style sheets: names alone are let through. */
  colors: z.record(
    z.string(),
    z.record(z.string(), z.string().check(z.regex(/^[A-Za-z][\w-]*(\.[A-Za-z][\w-]*)*$/))),
  ),
  'decorations.overviewRuler': z.boolean(),
  'hover.enabled': z.boolean(),
  codeLens: z.enum(['off', 'document', 'paragraph']),
  'problems.enabled': z.boolean(),
  'problems.severity': z.enum(['error', 'warning', 'information', 'hint']),
  /** Labels by task. */
  'problems.labels': z.record(z.string(), names),
  'model.path': z.string(),
  'finetune.mode': z.enum(['auto', 'heads', 'full']),
  /** Points, of a hundred. */
  'finetune.guardTolerance': z.number().check(z.minimum(0), z.maximum(100)),
  backend: z.enum(['auto', 'tensorflow', 'wasm', 'cpu']),
  precision: z.enum(['auto', 'float', 'int8']),
  'native.path': z.string(),
};

type Key = keyof typeof settings;
export type Setting<K extends Key> = z.output<(typeof settings)[K]>;

/**
 * Reads one setting. A settings.json is written by hand, and VS Code hands over a wrong value as it stands: the default
 * takes its place, and `misfits` tells of it.
 * @param scope whose language and folder may have a value of their own
 */
export function setting<K extends Key>(key: K, scope?: vscode.TextDocument): Setting<K> {
  const configuration = vscode.workspace.getConfiguration('manylens', scope);
  const read = z.safeParse(settings[key], effective(configuration, key));
  return (read.success ? read.data : configuration.inspect(key)?.defaultValue) as Setting<K>;
}

/**
 * VS Code ranks package.json's default for a language above what the user set for all languages: whoever said `manual`
 * would have to say it again for each of them. Here the user's word counts.
 */
function effective(configuration: vscode.WorkspaceConfiguration, key: string): unknown {
  const found = configuration.inspect(key);
  const value = configuration.get(key);
  if (found?.defaultLanguageValue === undefined || value !== found.defaultLanguageValue) return value;
  return found.workspaceFolderValue ?? found.workspaceValue ?? found.globalValue ?? value;
}

/** Whether somebody has set it: it is not its default that counts. */
export function isSet(key: Key, scope?: vscode.TextDocument): boolean {
  const {
    key: _,
    defaultValue,
    defaultLanguageValue,
    languageIds,
    ...set
  } = vscode.workspace.getConfiguration('manylens', scope).inspect(key) ?? {};
  return Object.values(set).some(value => value !== undefined);
}

/** Where a setting has a value that cannot be used, for the document or for everything. */
export interface Misfit {
  /** The setting's whole name. */
  key: string;
  /** Keys and positions inside of the value, outermost first; empty: the value itself. */
  path: string[];
}

/** The settings whose values cannot be used. */
export function misfits(scope?: vscode.TextDocument): Misfit[] {
  const configuration = vscode.workspace.getConfiguration('manylens', scope);
  return Object.entries(settings).flatMap(([key, schema]) => {
    const read = z.safeParse(schema, effective(configuration, key));
    if (read.success) return [];
    return read.error.issues.map(({ path }) => ({ key: `manylens.${key}`, path: path.map(String) }));
  });
}

/**
 * Changes a setting where the value in effect comes from, so that the change is seen: in the folder, the workspace or
 * the user's settings, for the language or for all; where it is set nowhere, for the user.
 */
export async function changeSetting<K extends Key>(
  key: K,
  value: Setting<K>,
  scope?: vscode.TextDocument,
): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('manylens', scope);
  const found = configuration.inspect(key);
  const { Global, Workspace, WorkspaceFolder } = vscode.ConfigurationTarget;
  // As VS Code ranks them: any value for the language stands above any for all languages.
  const places = [
    { value: found?.workspaceFolderLanguageValue, target: WorkspaceFolder, language: true },
    { value: found?.workspaceLanguageValue, target: Workspace, language: true },
    { value: found?.globalLanguageValue, target: Global, language: true },
    { value: found?.workspaceFolderValue, target: WorkspaceFolder, language: false },
    { value: found?.workspaceValue, target: Workspace, language: false },
  ];
  const place = places.find(({ value }) => value !== undefined) ?? { target: Global, language: false };
  await configuration.update(key, value, place.target, place.language);
}
