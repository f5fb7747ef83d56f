import { createHash } from 'node:crypto';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { ModelRow } from '../../src/host/modelRows.ts';
import { baseModel, closeEverything, folder, internals, run } from './support.ts';

export const manylens = vscode.Uri.joinPath(folder, '.manylens').fsPath;
export const models = join(manylens, 'models');
export const place = (name: string) => join(models, name);

/** What differs in a manifest from the base's. */
export interface Changes {
  at?: string;
  /** The name of the version before it. */
  after?: string;
  labels?: Record<string, number>;
  /** SHA-256 of the weights of the base that it was tuned on. */
  weights?: string;
}

/** Puts a version into the workspace: the base model under another name, as if it were tuned. @returns its folder */
export function version(name: string, { at, after, labels, weights }: Changes = {}): string {
  cpSync(baseModel.fsPath, place(name), { recursive: true });
  const file = join(place(name), 'manifest.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  const { provenance, files } = manifest;
  const base = { name: manifest.name, version: '0', weights: weights ?? files['weights.bin'] };
  const parent = after && { name: after, manifest: sha256(join(place(after), 'manifest.json')) };
  const counted = labels && { sha256: 'a'.repeat(64), tasks: labels };
  manifest.name = name;
  manifest.provenance = { ...provenance, base, parent, labels: counted, at };
  writeFileSync(file, JSON.stringify(manifest));
  return place(name);
}

/** Three versions, each tuned while the one before was in use. */
export function threeVersions(): string[] {
  return [
    version('first', { at: '2026-01-01T00:00:00Z' }),
    version('second', { at: '2026-01-02T00:00:00Z', after: 'first', labels: { sentiment: 12 } }),
    version('third', { at: '2026-01-03T00:00:00Z', after: 'second', labels: { sentiment: 30, irony: 4 } }),
  ];
}

export function sha256(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/** The rows of the model view's versions. */
export async function versionRows(): Promise<ModelRow[]> {
  const rows = await (await internals()).modelView.getChildren();
  return rows.find(({ id }) => id === 'versions')?.children ?? [];
}

export async function rowOf(name: string): Promise<ModelRow> {
  const row = (await versionRows()).find(({ label }) => label === name);
  if (row === undefined) throw new Error(`The model view has no version ${name}.`);
  return row;
}

/** Answers VS Code's questions of one kind while `work` runs. */
export async function answering(
  question: 'showQuickPick' | 'showOpenDialog' | 'showSaveDialog',
  answer: (argument: never) => unknown,
  work: () => unknown,
): Promise<void> {
  const window = vscode.window as unknown as Record<string, unknown>;
  const real = window[question];
  window[question] = async (argument: never) => answer(argument);
  try {
    await work();
  } finally {
    window[question] = real;
  }
}

/** The workspace as it was. */
export async function tidy(): Promise<void> {
  await closeEverything();
  await run('useBaseModel');
  rmSync(manylens, { recursive: true, force: true });
}
