import * as vscode from 'vscode';
import { Emitter } from '../base/events.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import { byScope, type ScoredSegment, type TaskInfo } from '../protocol/scores.ts';
import { Redraw } from './redraw.ts';
import type { ScoreStore } from './scoreStore.ts';
import { setting } from './settings.ts';
import { shownTask, summary } from './shown.ts';
import { paragraphs } from './spans.ts';

/** Milliseconds without a change after which lenses are made anew: they move lines, and must not do so at every key. */
const idle = 500;

/** Above the first line the document's summary for the shown task, and above paragraphs theirs, as the settings want. */
export class SummaryLenses implements vscode.CodeLensProvider, Disposable {
  readonly #store: ScoreStore;
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new Emitter<void>());

  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(store: ScoreStore) {
    this.#store = store;
    const redraw = this.#owned.add(new Redraw(() => this.#changed.fire(), idle, true));
    this.#owned.add(
      store.onDidChange(({ segments }) => {
        if (segments !== 'none') redraw.request();
      }),
    );
    this.#owned.add(
      vscode.workspace.onDidChangeConfiguration(event => {
        if (event.affectsConfiguration('manylens')) redraw.request();
      }),
    );
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const results = this.#store.get(document.uri.toString())?.results;
    const choice = setting('codeLens', document);
    if (results === undefined || choice === 'off') return [];
    const { segments, model } = results;
    const task = shownTask(model, document);
    const whole = new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), {
      title: `$(eye) ${vscode.l10n.t('{0}: {1}', task.title, summary(task, segments))}`,
      tooltip: vscode.l10n.t('Show panel'),
      command: 'manylens.showPanel',
    });
    if (choice === 'document') return [whole];
    const groups = paragraphs(document.getText(), segments).filter(
      group => group.length > 1 && byScope([task], group).asked.length > 0,
    );
    return [whole, ...groups.map(group => paragraphLens(document, task, group))];
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

function paragraphLens(
  document: vscode.TextDocument,
  task: TaskInfo,
  group: readonly ScoredSegment[],
): vscode.CodeLens {
  const [start, end] = [group[0].start, group[group.length - 1].end];
  const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
  return new vscode.CodeLens(range, {
    title: summary(task, group),
    tooltip: vscode.l10n.t('Select the paragraph'),
    command: 'manylens.reveal',
    arguments: [{ uri: document.uri.toString(), start, end }],
  });
}
