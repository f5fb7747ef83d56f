import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import { isVisible } from './activeDocument.ts';
import type { Analyzer } from './analyzer.ts';
import type { RunPolicy } from './runPolicy.ts';
import type { ScoreStore } from './scoreStore.ts';

/** Milliseconds that a document stays in sight before it is analyzed: who leafs through tabs does not read them. */
const shownFor = 250;

/** Milliseconds that an analysis may take whose scores follow each key. */
const quick = 50;

/** Milliseconds in which a burst of edits comes that are one to the user: a paste, a rename. */
const burst = 10;

/**
 * Milliseconds from an edit on. Where analyses are quick, none behind an edit that stands alone: what else follows each
 * key in the editor begins a moment later, and may keep the extension host busy for longer than an analysis takes.
 * Where they are not, as many as they take, so that the machine rests as long as it works; never long enough to wait.
 */
const typingPause = (lasted: number, alone: boolean) =>
  lasted > quick ? Math.min(1000, lasted) : alone ? 0 : burst;

/** Analyzes documents by themselves: those in sight, as the policy says. Without edits no timer runs. */
export class Live implements Disposable {
  readonly #store: ScoreStore;
  readonly #analyzer: Analyzer;
  readonly #policy: RunPolicy;
  readonly #owned = new DisposableStore();
  readonly #timers = new Map<vscode.TextDocument, ReturnType<typeof setTimeout>>();
  /**
   * Milliseconds that a document's last two analyses took; one that was cancelled counts where there was no other. The
   * quicker of them tells: one may have waited for whatever else kept the extension host busy.
   */
  readonly #lasted = new WeakMap<vscode.TextDocument, readonly number[]>();
  /** When a document was edited last. */
  readonly #editedAt = new WeakMap<vscode.TextDocument, number>();
  #visible = new Set<vscode.TextDocument>();

  constructor(store: ScoreStore, analyzer: Analyzer, policy: RunPolicy) {
    this.#store = store;
    this.#analyzer = analyzer;
    this.#policy = policy;
    this.#owned.add(policy.onDidChange(() => this.#look(true)));
    this.#owned.add(vscode.window.onDidChangeVisibleTextEditors(() => this.#look(false)));
    // A document whose language changes is closed and opened, and stays in sight.
    this.#owned.add(
      vscode.workspace.onDidOpenTextDocument(document => {
        if (this.#visible.has(document)) this.#show(document);
      }),
    );
    this.#owned.add(vscode.workspace.onDidChangeTextDocument(event => this.#edited(event)));
    this.#owned.add(vscode.workspace.onDidSaveTextDocument(document => this.#saved(document)));
    this.#look(false);
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#owned.dispose();
  }

  /** Begins with what came into sight, and ends with what is gone; where `all` may have changed, with everything. */
  #look(all: boolean): void {
    const former = this.#visible;
    this.#visible = new Set(vscode.window.visibleTextEditors.map(editor => editor.document));
    for (const document of former) if (!this.#visible.has(document)) this.#leave(document);
    for (const document of this.#visible) if (all || !former.has(document)) this.#show(document);
  }

  #show(document: vscode.TextDocument): void {
    const { results, problem } = this.#store.get(document.uri.toString()) ?? {};
    if (this.#policy.mode(document) === 'manual') {
      this.#leave(document);
      if (problem?.kind === 'long') this.#store.delete(document.uri.toString());
    } else if (problem?.kind === 'long' || (results?.outdated ?? problem === undefined))
      this.#schedule(document, shownFor);
  }

  #leave(document: vscode.TextDocument): void {
    clearTimeout(this.#timers.get(document));
    this.#timers.delete(document);
    this.#analyzer.unfollow(document);
  }

  #edited({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (contentChanges.length === 0 || this.#policy.mode(document) !== 'onType') return;
    const now = performance.now();
    const alone = now - (this.#editedAt.get(document) ?? Number.NEGATIVE_INFINITY) > burst;
    this.#editedAt.set(document, now);
    this.#schedule(document, typingPause(Math.min(...(this.#lasted.get(document) ?? [0])), alone));
  }

  #saved(document: vscode.TextDocument): void {
    if (this.#policy.mode(document) === 'onSave') this.#schedule(document, 0);
  }

  #schedule(document: vscode.TextDocument, pause: number): void {
    clearTimeout(this.#timers.get(document));
    const run = () => {
      this.#timers.delete(document);
      if (isVisible(document)) void this.#run(document);
    };
    // Whoever else hears of the event has done so by then; a timer would take a millisecond or two, and take its turn.
    if (pause === 0) queueMicrotask(run);
    else this.#timers.set(document, setTimeout(run, pause));
  }

  async #run(document: vscode.TextDocument): Promise<void> {
    const uri = document.uri.toString();
    if (!this.#policy.isLong(document)) {
      const started = performance.now();
      const ended = await this.#analyzer.follow(document);
      const former = this.#lasted.get(document) ?? [];
      if (ended || former.length === 0)
        this.#lasted.set(document, [...former.slice(-1), performance.now() - started]);
    } else if (this.#store.get(uri)?.results === undefined)
      this.#store.set(uri, { problem: { kind: 'long' } });
  }
}
