import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import type { ActiveDocument } from './activeDocument.ts';
import { Redraw } from './redraw.ts';
import type { Entry, ScoreStore } from './scoreStore.ts';

/** What the `when` clauses in package.json may ask: `manylens.hasResults`, and `manylens.state` for the welcome views. */
export class ContextKeys implements Disposable {
  readonly #owned = new DisposableStore();

  constructor(store: ScoreStore, active: ActiveDocument) {
    const set = () => {
      const document = active.current;
      const entry = document && store.get(document.uri.toString());
      const state = document === undefined ? 'no-editor' : stateOf(entry);
      void vscode.commands.executeCommand('setContext', 'manylens.state', state);
      void vscode.commands.executeCommand('setContext', 'manylens.hasResults', entry?.results !== undefined);
    };
    const redraw = this.#owned.add(new Redraw(set));
    this.#owned.add(store.onDidChange(redraw.request));
    this.#owned.add(active.onDidChange(redraw.request));
    set();
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

function stateOf(entry: Entry | undefined): string {
  if (entry === undefined) return 'not-analyzed';
  const { problem } = entry;
  if (problem?.kind === 'error') return problem.code === 'scoring-paused' ? 'paused' : 'error';
  if (problem !== undefined) return problem.kind;
  return entry.results === undefined ? 'busy' : 'results';
}
