import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import type { Span } from '../protocol/worker.ts';
import { type ColoredSpan, coloredSpans, rulerSpans } from './coloring.ts';
import { DecorationTypes } from './decorationTypes.ts';
import { Painted } from './painted.ts';
import { Redraw } from './redraw.ts';
import type { ScoreStore } from './scoreStore.ts';
import { setting } from './settings.ts';
import { shown } from './shown.ts';

/** Lines beyond what is visible that are coloured too, and the step in which that window follows the scrolling. */
const margin = 100;

/** Milliseconds without a change after which the overview ruler is drawn. */
const idle = 400;

/** What an editor shows, by decoration type. */
type Canvas = Map<vscode.TextEditorDecorationType, Painted>;

/**
 * Colours the segments in every visible editor by the label that the shown task gave them: the visible text at once,
 * the overview ruler, which shows the whole document, when nothing has changed for a moment.
 */
export class Decorations implements Disposable {
  readonly #store: ScoreStore;
  readonly #owned = new DisposableStore();
  readonly #types = this.#owned.add(new DecorationTypes());
  readonly #text = this.#owned.add(new Redraw(() => this.#drawText()));
  readonly #ruler = this.#owned.add(new Redraw(() => this.#drawRulers(), idle, true));
  #canvases = new Map<vscode.TextEditor, { text: Canvas; ruler: Canvas }>();

  constructor(store: ScoreStore) {
    this.#store = store;
    const request = () => {
      this.#text.request();
      this.#ruler.request();
    };
    this.#owned.add(
      store.onDidChange(({ segments, edits }) => {
        if (segments === 'none') return;
        this.#ruler.request();
        // New scores are waited for; what an edit moved VS Code has moved already.
        if (edits === undefined) this.#text.now();
        else this.#text.request();
      }),
    );
    this.#owned.add(vscode.window.onDidChangeVisibleTextEditors(request));
    this.#owned.add(vscode.window.onDidChangeActiveColorTheme(request));
    this.#owned.add(vscode.window.onDidChangeTextEditorVisibleRanges(this.#text.request));
    this.#owned.add(vscode.workspace.onDidChangeTextDocument(event => this.#edited(event)));
    this.#owned.add(
      vscode.workspace.onDidChangeConfiguration(event => {
        if (['manylens.decorations', 'manylens.colors'].some(key => event.affectsConfiguration(key)))
          request();
      }),
    );
  }

  /** The spans that the document's editors colour between two offsets, by theme colour. */
  spans(document: vscode.TextDocument, window: Span = whole): Map<string, ColoredSpan[]> {
    const results = this.#store.get(document.uri.toString())?.results;
    if (results === undefined || !setting('decorations.enabled', document)) return new Map();
    return coloredSpans(results.segments, shown(results.model, document), window);
  }

  /** What is coloured in an editor now. */
  coloredIn(editor: vscode.TextEditor): Span[] {
    return [...(this.#canvases.get(editor)?.text.values() ?? [])].flatMap(painted => painted.spans);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #drawText(): void {
    this.#forgetHidden();
    for (const editor of vscode.window.visibleTextEditors) {
      const style = setting('decorations.style', editor.document);
      const wanted = new Map<vscode.TextEditorDecorationType, Span[]>();
      for (const window of windows(editor))
        for (const [color, spans] of this.spans(editor.document, window))
          for (const own of [false, true]) {
            const type = this.#types.text(color, style, own);
            const some = spans.filter(span => (span.own ?? false) === own);
            if (some.length > 0) wanted.set(type, [...(wanted.get(type) ?? []), ...some]);
          }
      paint(editor, this.#canvas(editor).text, wanted);
    }
  }

  #drawRulers(): void {
    this.#forgetHidden();
    for (const editor of vscode.window.visibleTextEditors) {
      const { document } = editor;
      const wanted = new Map<vscode.TextEditorDecorationType, Span[]>();
      if (setting('decorations.overviewRuler', document)) {
        const end = document.offsetAt(document.lineAt(document.lineCount - 1).range.end);
        for (const [color, spans] of this.spans(document))
          wanted.set(this.#types.ruler(color), rulerSpans(spans, end));
      }
      paint(editor, this.#canvas(editor).ruler, wanted);
    }
  }

  #canvas(editor: vscode.TextEditor): { text: Canvas; ruler: Canvas } {
    const canvas = this.#canvases.get(editor) ?? { text: new Map(), ruler: new Map() };
    this.#canvases.set(editor, canvas);
    return canvas;
  }

  /** An editor that was hidden comes back bare. */
  #forgetHidden(): void {
    const visible = new Set(vscode.window.visibleTextEditors);
    this.#canvases = new Map([...this.#canvases].filter(([editor]) => visible.has(editor)));
  }

  #edited({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const edits = contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
      start: rangeOffset,
      removed: rangeLength,
      inserted: text.length,
    }));
    for (const [editor, { text, ruler }] of this.#canvases)
      if (editor.document === document)
        for (const painted of [...text.values(), ...ruler.values()]) painted.edit(edits, performance.now());
  }
}

const whole: Span = { start: 0, end: Number.POSITIVE_INFINITY };

/** Sets what is not there yet, and takes away what is not wanted any more. */
function paint(
  editor: vscode.TextEditor,
  canvas: Canvas,
  wanted: ReadonlyMap<vscode.TextEditorDecorationType, Span[]>,
): void {
  const { document } = editor;
  for (const type of new Set([...canvas.keys(), ...wanted.keys()])) {
    const spans = wanted.get(type) ?? [];
    const painted = canvas.get(type) ?? new Painted();
    canvas.set(type, painted);
    if (!painted.replace(spans, performance.now())) continue;
    editor.setDecorations(
      type,
      spans.map(({ start, end }) => new vscode.Range(document.positionAt(start), document.positionAt(end))),
    );
  }
}

/** The visible text and a margin, as offsets. Several where parts are folded; none overlaps another. */
function windows({ document, visibleRanges }: vscode.TextEditor): Span[] {
  const step = (line: number) => Math.floor(line / margin) * margin;
  const found: { first: number; last: number }[] = [];
  for (const { start, end } of visibleRanges) {
    const [first, last] = [step(start.line - margin), step(end.line + 2 * margin)];
    const former = found.at(-1);
    if (former !== undefined && first <= former.last) former.last = Math.max(former.last, last);
    else found.push({ first, last });
  }
  const offset = (line: number) => document.offsetAt(new vscode.Position(Math.max(0, line), 0));
  return found.map(({ first, last }) => ({
    start: offset(first),
    end: last >= document.lineCount ? Number.POSITIVE_INFINITY : offset(last),
  }));
}
