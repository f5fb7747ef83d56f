import * as vscode from 'vscode';
import type { Span } from '../protocol/worker.ts';
import { editCell } from './notebooks.ts';

/** A span of a document, as commands take it from the tree, the hover and the panel. */
export interface Target extends Span {
  uri: string;
}

/** Reads a target from what a command was called with; undefined when it is none. */
export function asTarget(value: unknown): Target | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { uri, start, end } = value as Partial<Record<keyof Target, unknown>>;
  const valid = typeof uri === 'string' && isOffset(start) && isOffset(end) && start <= end;
  return valid ? { uri, start, end } : undefined;
}

function isOffset(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Selects the target in the editor group that already shows its document, else in the first. */
export async function reveal({ uri, start, end }: Target): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri, true));
  const editor = (await editCell(document)) ?? (await showDocument(document));
  const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
  editor.selection = new vscode.Selection(range.start, range.end);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

async function showDocument(document: vscode.TextDocument): Promise<vscode.TextEditor> {
  const visible = vscode.window.visibleTextEditors.find(editor => editor.document === document);
  return vscode.window.showTextDocument(document, visible?.viewColumn ?? vscode.ViewColumn.One);
}
