import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import { type LabelColor, labelColor, labelColors } from '../protocol/colors.ts';
import { Redraw } from './redraw.ts';
import type { Results, ScoreStore } from './scoreStore.ts';
import { setting, shownTask } from './settings.ts';

/** Colours the segments in every visible editor by the label that the shown task gave them. */
export class Decorations implements Disposable {
  readonly #store: ScoreStore;
  readonly #owned = new DisposableStore();
  readonly #redraw = this.#owned.add(new Redraw(() => this.#draw()));
  #types = createTypes();

  constructor(store: ScoreStore) {
    this.#store = store;
    this.#owned.add(store.onDidChange(this.#redraw.request));
    this.#owned.add(vscode.window.onDidChangeVisibleTextEditors(this.#redraw.request));
    this.#owned.add(
      vscode.workspace.onDidChangeConfiguration(event => {
        if (!event.affectsConfiguration('manylens.decorations')) return;
        disposeTypes(this.#types);
        this.#types = createTypes();
        this.#redraw.request();
      }),
    );
  }

  /** The ranges by colour that this document's editors show. */
  ranges(document: vscode.TextDocument): Map<LabelColor, vscode.Range[]> {
    const results = this.#store.get(document.uri.toString())?.results;
    const shown = results !== undefined && setting('decorations.enabled', document);
    return shown ? rangesByColor(document, results) : new Map();
  }

  dispose(): void {
    this.#owned.dispose();
    disposeTypes(this.#types);
  }

  #draw(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const ranges = this.ranges(editor.document);
      for (const [color, type] of this.#types) editor.setDecorations(type, ranges.get(color) ?? []);
    }
  }
}

function rangesByColor(document: vscode.TextDocument, results: Results): Map<LabelColor, vscode.Range[]> {
  const task = shownTask(results.model, document);
  const chosen = setting('decorations.labels', document);
  const ranges = new Map<LabelColor, vscode.Range[]>();
  for (const { start, end, scores } of results.segments) {
    const label = scores[task.id]?.label ?? null;
    if (label === null) continue;
    const color = labelColor(task, label);
    // Unless labels were chosen, those that say "nothing to see here" are not shown: neutral, none, objective.
    const visible = chosen.length === 0 ? color !== 'gray' : chosen.includes(label);
    if (!visible) continue;
    const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
    const sameColor = ranges.get(color);
    if (sameColor === undefined) ranges.set(color, [range]);
    else sameColor.push(range);
  }
  return ranges;
}

function createTypes(): Map<LabelColor, vscode.TextEditorDecorationType> {
  const ruler = setting('decorations.overviewRuler');
  return new Map(
    labelColors.map(color => {
      const line = new vscode.ThemeColor(`manylens.${color}`);
      const type = vscode.window.createTextEditorDecorationType({
        backgroundColor: new vscode.ThemeColor(`manylens.${color}Background`),
        borderColor: line,
        borderStyle: 'solid',
        borderWidth: '0 0 1px 0',
        borderRadius: '2px',
        rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
        overviewRulerColor: ruler ? line : undefined,
        overviewRulerLane: ruler ? vscode.OverviewRulerLane.Center : undefined,
      });
      return [color, type];
    }),
  );
}

function disposeTypes(types: Map<LabelColor, vscode.TextEditorDecorationType>): void {
  for (const type of types.values()) type.dispose();
}
