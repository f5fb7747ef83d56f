import * as vscode from 'vscode';
import { Emitter } from '../base/events.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';

/** Editors that are part of a tool rather than somebody's text. */
const toolSchemes = new Set(['output', 'debug', 'vscode-terminal']);

/**
 * The document that tree, panel and status bar are about: the one in the active editor, or the last one
 * as long as it is visible, so that a click into the panel changes nothing.
 */
export class ActiveDocument implements Disposable {
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new Emitter<void>());
  #document: vscode.TextDocument | undefined;

  readonly onDidChange = this.#changed.event;

  constructor() {
    this.#owned.add(vscode.window.onDidChangeActiveTextEditor(() => this.#update()));
    this.#owned.add(vscode.window.onDidChangeVisibleTextEditors(() => this.#update()));
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
    const active = vscode.window.activeTextEditor?.document;
    if (active !== undefined && !toolSchemes.has(active.uri.scheme)) return active;
    const last = this.#document;
    return vscode.window.visibleTextEditors.some(editor => editor.document === last) ? last : undefined;
  }
}
