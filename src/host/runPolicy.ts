import * as vscode from 'vscode';
import { Emitter } from '../base/events.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import { isTool, isVisible } from './activeDocument.ts';
import { type Setting, setting } from './settings.ts';

/** In the workspace's state: false where this window's user has turned live analysis off. */
const stateKey = 'manylens.live';

type RunMode = Setting<'run'>;

/** Which documents are analyzed by themselves, and when: by setting, by size, and by one switch for the window. */
export class RunPolicy implements Disposable {
  readonly #state: vscode.Memento;
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new Emitter<void>());
  /** Long documents that somebody asked to analyze: they go on like others. */
  readonly #admitted = new WeakSet<vscode.TextDocument>();

  /** Fires when the answers may have changed. */
  readonly onDidChange = this.#changed.event;

  constructor(state: vscode.Memento) {
    this.#state = state;
    this.#owned.add(
      vscode.workspace.onDidChangeConfiguration(event => {
        const keys = ['manylens.run', 'manylens.runLimit'];
        if (keys.some(key => event.affectsConfiguration(key))) this.#changed.fire();
      }),
    );
  }

  /** Whether live analysis is on in this window; the settings say for which documents. */
  get live(): boolean {
    return this.#state.get(stateKey, true);
  }

  async toggle(): Promise<void> {
    await this.#state.update(stateKey, !this.live);
    this.#changed.fire();
  }

  /** When the document is analyzed by itself. Nothing that is not in sight is, nor what is part of a tool. */
  mode(document: vscode.TextDocument): RunMode {
    if (!this.live || isTool(document) || !isVisible(document)) return 'manual';
    return setting('run', document);
  }

  /** Whether the document is too long to be analyzed before somebody asks. */
  isLong(document: vscode.TextDocument): boolean {
    return lengthOf(document) > setting('runLimit', document) && !this.#admitted.has(document);
  }

  /** Somebody asked to analyze the document: its length does not matter any more. */
  admit(document: vscode.TextDocument): void {
    this.#admitted.add(document);
  }

  /** Whether new scores follow each edit. */
  follows(document: vscode.TextDocument): boolean {
    return this.mode(document) === 'onType' && !this.isLong(document);
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

/** In UTF-16 units, without making the text. */
export function lengthOf(document: vscode.TextDocument): number {
  return document.offsetAt(document.lineAt(document.lineCount - 1).range.end);
}
