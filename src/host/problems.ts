import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import { scoreOf } from '../protocol/scores.ts';
import { Redraw } from './redraw.ts';
import type { Results, ScoreStore } from './scoreStore.ts';
import { setting } from './settings.ts';
import { certainty, type Shown, shown, shownTasks } from './shown.ts';

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

/** Milliseconds without a change after which problems follow the text; VS Code moves them until then. */
const idle = 300;

/** Lists segments in the Problems view, where the settings want it: those with the chosen labels. */
export class Problems implements Disposable {
  readonly #store: ScoreStore;
  readonly #owned = new DisposableStore();
  readonly #collection = this.#owned.add(vscode.languages.createDiagnosticCollection('manylens'));
  readonly #redraw = this.#owned.add(new Redraw(() => this.#draw(), idle, true));
  readonly #changed = new Set<string>();

  constructor(store: ScoreStore) {
    this.#store = store;
    this.#owned.add(
      store.onDidChange(({ uri, segments }) => {
        if (segments === 'none') return;
        this.#changed.add(uri);
        this.#redraw.request();
      }),
    );
    this.#owned.add(
      vscode.workspace.onDidChangeConfiguration(event => {
        if (!event.affectsConfiguration('manylens')) return;
        for (const { uri } of vscode.workspace.textDocuments) this.#changed.add(uri.toString());
        this.#redraw.request();
      }),
    );
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #draw(): void {
    const open = new Map(vscode.workspace.textDocuments.map(document => [document.uri.toString(), document]));
    for (const uri of this.#changed) {
      const document = open.get(uri);
      const results = this.#store.get(uri)?.results;
      const listed = document && results && setting('problems.enabled', document);
      if (listed) this.#collection.set(document.uri, diagnostics(document, results));
      else this.#collection.delete(document?.uri ?? vscode.Uri.parse(uri, true));
    }
    this.#changed.clear();
  }
}

function diagnostics(document: vscode.TextDocument, results: Results): vscode.Diagnostic[] {
  const severity = severities[setting('problems.severity', document)];
  const tasks = wanted(document, results);
  return results.segments.flatMap(segment =>
    tasks.flatMap(({ task, labels }) => {
      const label = scoreOf(segment, task)?.label ?? null;
      if (label === null || !labels.has(label)) return [];
      const range = new vscode.Range(document.positionAt(segment.start), document.positionAt(segment.end));
      const message = vscode.l10n.t('{0}: {1} ({2})', task.title, label, certainty(task, segment));
      const diagnostic = new vscode.Diagnostic(range, message, severity);
      diagnostic.source = 'Manylens';
      diagnostic.code = `${task.id}/${label}`;
      return [diagnostic];
    }),
  );
}

/** The labels that the settings choose, else what the editor colours. */
function wanted(document: vscode.TextDocument, { model }: Results): Shown[] {
  const chosen = setting('problems.labels', document);
  return Object.keys(chosen).length === 0 ? [shown(model, document)] : shownTasks(model, chosen);
}
