import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Internals } from '../../src/host/node/extension.ts';
import type { Results } from '../../src/host/scoreStore.ts';

export const extension = vscode.extensions.getExtension<Internals>('manylens.manylens')!;
export const folder = vscode.workspace.workspaceFolders![0].uri;
export const baseModel = vscode.Uri.joinPath(extension.extensionUri, 'models', 'base');

export async function internals(): Promise<Internals> {
  return await extension.activate();
}

export function run(command: string, argument?: unknown): Thenable<unknown> {
  return vscode.commands.executeCommand(`manylens.${command}`, argument);
}

/** Writes a file of the workspace and opens it as a person does: VS Code closes it with its editor. */
export async function open(name: string, content: string | Uint8Array): Promise<vscode.TextDocument> {
  const uri = vscode.Uri.joinPath(folder, name);
  await vscode.workspace.fs.writeFile(uri, typeof content === 'string' ? Buffer.from(content) : content);
  await vscode.commands.executeCommand('vscode.open', uri);
  const shown = () => vscode.window.activeTextEditor?.document;
  await until(`${name} is shown`, () => shown()?.uri.toString() === uri.toString());
  return shown()!;
}

/** Shows a text and runs "Analyze Document" on it. */
export async function analyzed(
  name: string,
  content: string | Uint8Array,
): Promise<{ document: vscode.TextDocument; results: Results }> {
  const document = await open(name, content);
  await run('analyzeDocument');
  const entry = (await internals()).store.get(document.uri.toString());
  assert.ok(entry?.results, entry?.problem?.kind === 'error' ? entry.problem.message : 'no results');
  return { document, results: entry.results };
}

/** Waits until something holds. */
export async function until(what: string, holds: () => unknown, timeout = 20_000): Promise<void> {
  const deadline = Date.now() + timeout;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`Waited ${timeout} ms in vain: ${what}.`);
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

export async function closeEverything(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** Runs `work` with settings of the workspace, by name without `manylens.`; takes them back at the end. */
export async function withSettings<T>(
  values: Record<string, unknown>,
  work: () => T | Promise<T>,
): Promise<T> {
  const set = async (of: (value: unknown) => unknown) => {
    for (const [key, value] of Object.entries(values))
      await vscode.workspace
        .getConfiguration('manylens')
        .update(key, of(value), vscode.ConfigurationTarget.Workspace);
  };
  try {
    await set(value => value);
    return await work();
  } finally {
    await set(() => undefined);
  }
}

/** Runs `work` as in Restricted Mode. */
export async function untrusted(work: () => Promise<void>): Promise<void> {
  Object.defineProperty(vscode.workspace, 'isTrusted', { get: () => false, configurable: true });
  try {
    await work();
  } finally {
    Object.defineProperty(vscode.workspace, 'isTrusted', { get: () => true, configurable: true });
  }
}

let texts = 0;

/** A text that takes the model a while: new sentences each time, for those that it has read it knows. */
export function longText(sentences = 5000): string {
  texts++;
  return Array.from({ length: sentences }, (_, i) => `The ${i}th sentence of text ${texts} is dull.`).join(
    ' ',
  );
}

/** Messages that the extension shows while `work` runs, which sees them; buttons named in `answers` are pressed. */
export async function messagesOf(
  work: (shown: readonly string[]) => unknown,
  ...answers: string[]
): Promise<string[]> {
  const shown: string[] = [];
  const window = vscode.window as unknown as Record<string, unknown>;
  const kinds = ['showInformationMessage', 'showWarningMessage', 'showErrorMessage'];
  const real = kinds.map(kind => window[kind]);
  const record = async (message: string, ...buttons: string[]) => {
    shown.push(message);
    return buttons.find(button => answers.includes(button));
  };
  for (const kind of kinds) window[kind] = record;
  try {
    await work(shown);
  } finally {
    kinds.forEach((kind, i) => {
      window[kind] = real[i];
    });
  }
  return shown;
}
