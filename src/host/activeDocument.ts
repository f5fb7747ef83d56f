import * as vscode from 'vscode';
import { Emitter } from '../base/events.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import { isCodeCell, notebookOf, proseCell } from './notebooks.ts';

/** Editors that are part of a tool rather than somebody's text. */
const toolSchemes = new Set(['output', 'debug', 'vscode-terminal']);

/** Part of a tool, or a notebook's code: nothing to read by itself. */
export function isTool(document: vscode.TextDocument): boolean {
  return toolSchemes.has(document.uri.scheme) || isCodeCell(document);
}

/**
 * The document that tree, panel and status bar are about: the one in the active editor, or the last one
 * as long as it is visible, so that a click into the panel changes nothing. In a notebook, a Markdown cell.
 */
export class ActiveDocument implements Disposable {
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new Emitter<void>());
  #document: vscode.TextDocument | undefined;

  readonly onDidChange = this.#changed.event;

  constructor() {
    this.#owned.add(vscode.window.onDidChangeActiveTextEditor(() => this.#update()));
    this.#owned.add(vscode.window.onDidChangeVisibleTextEditors(() => this.#update()));
    this.#owned.add(vscode.window.onDidChangeActiveNotebookEditor(() => this.#update()));
    this.#owned.add(vscode.window.onDidChangeNotebookEditorSelection(() => this.#update()));
    this.#document = this.#find();
  }

  get current(): vscode.TextDocument | undefined {
    return this.#document;
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #update(): void {
    const found = this.#find();
    if (found === this.#document) return;
    this.#document = found;
    this.#changed.fire();
  }

  #find(): vscode.TextDocument | undefined {
    const notebook = vscode.window.activeNotebookEditor;
    if (notebook !== undefined) return proseCell(notebook);
    const active = vscode.window.activeTextEditor?.document;
    if (active !== undefined && !isTool(active)) return active;
    const last = this.#document;
    return last !== undefined && isVisible(last) ? last : undefined;
  }
}

/** In an editor, or in a notebook, which draws a Markdown cell without one. */
export function isVisible(document: vscode.TextDocument): boolean {
  const { visibleTextEditors, visibleNotebookEditors } = vscode.window;
  const notebook = notebookOf(document);
  return (
    visibleTextEditors.some(editor => editor.document === document) ||
    visibleNotebookEditors.some(editor => editor.notebook === notebook)
  );
}
