import * as vscode from 'vscode';
import { codeOf, errors } from '../base/errors.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import type { ModelInfo } from '../protocol/scores.ts';
import type { Span } from '../protocol/worker.ts';
import { inWords } from './inWords.ts';
import type { Journal } from './journal.ts';
import type { ModelChoice } from './modelChoice.ts';
import type { Notifier } from './notifier.ts';
import { refusals, refused } from './refusals.ts';
import type { ScoreStore } from './scoreStore.ts';
import type { ScoringClient } from './scoringClient.ts';
import { setting } from './settings.ts';
import { showSlowProgress } from './slowProgress.ts';

/** Scores documents into the store. One analysis a document at a time: a new one takes the place of the former. */
export class Analyzer implements Disposable {
  readonly #store: ScoreStore;
  readonly #client: ScoringClient;
  readonly #models: ModelChoice;
  readonly #notifier: Notifier;
  readonly #journal: Journal;
  readonly #owned = new DisposableStore();
  readonly #running = new Map<string, AbortController>();

  constructor(
    store: ScoreStore,
    client: ScoringClient,
    models: ModelChoice,
    notifier: Notifier,
    journal: Journal,
  ) {
    this.#journal = journal;
    this.#store = store;
    this.#client = client;
    this.#models = models;
    this.#notifier = notifier;
    this.#owned.add(vscode.workspace.onDidChangeTextDocument(event => this.#edited(event)));
    this.#owned.add(vscode.workspace.onDidCloseTextDocument(document => this.clear(document)));
    this.#owned.add(models.onDidChange(() => this.#again()));
    this.#owned.add(
      vscode.workspace.onDidChangeConfiguration(event => {
        const keys = ['manylens.tasks', 'manylens.thresholds'];
        if (keys.some(key => event.affectsConfiguration(key))) this.#again();
      }),
    );
  }

  /** Scores the document, or what `spans` touch of it. Resolves when the store has the outcome. */
  async analyze(document: vscode.TextDocument, spans?: Span[]): Promise<void> {
    const uri = document.uri.toString();
    this.#running.get(uri)?.abort();
    const abort = new AbortController();
    this.#running.set(uri, abort);
    const ended = new AbortController();
    try {
      const busy = (done: number, total: number) => {
        if (!abort.signal.aborted) this.#store.set(uri, { ...this.#store.get(uri), busy: { done, total } });
      };
      busy(0, 0);
      showSlowProgress(document, () => this.#store.get(uri)?.busy, abort, ended.signal);
      await this.#score(document, spans, abort.signal, busy);
    } catch (error) {
      if (this.#running.get(uri) === abort) this.#failed(document, error);
    } finally {
      ended.abort();
      if (this.#running.get(uri) === abort) this.#running.delete(uri);
    }
  }

  /** Forgets a document's scores, and stops scoring it. */
  clear(document: vscode.TextDocument): void {
    const uri = document.uri.toString();
    this.#running.get(uri)?.abort();
    this.#running.delete(uri);
    this.#store.delete(uri);
  }

  dispose(): void {
    for (const abort of this.#running.values()) abort.abort();
    this.#owned.dispose();
  }

  async #score(
    document: vscode.TextDocument,
    spans: Span[] | undefined,
    signal: AbortSignal,
    busy: (done: number, total: number) => void,
  ): Promise<void> {
    const { version, languageId } = document;
    const text = document.getText();
    const name = vscode.workspace.asRelativePath(document.uri);
    if (text.includes('\0')) throw refusals.binary(name);
    const tasks = setting('tasks', document);
    const thresholds = setting('thresholds', document);
    const request = { text, languageId, ranges: spans, tasks, thresholds };
    const started = performance.now();
    const { model, segments } = await this.#client.score(this.#models.current, request, signal, busy);
    const milliseconds = performance.now() - started;
    const sizes = { segments: segments.length, characters: text.length };
    this.#journal.analyzed(name, { ...sizes, milliseconds, by: describe(model) });
    if (document.isClosed || document.version !== version) throw errors.cancelled();
    if (segments.length === 0) throw refusals.noText(name);
    const partial = spans !== undefined;
    this.#store.set(document.uri.toString(), {
      results: { model, version, segments, partial, outdated: false },
    });
  }

  #failed(document: vscode.TextDocument, error: unknown): void {
    const uri = document.uri.toString();
    const results = this.#store.get(uri)?.results;
    const code = codeOf(error);
    if (code === 'cancelled' && results === undefined) this.#store.delete(uri);
    else if (code === 'cancelled') this.#store.set(uri, { results });
    else if (code === refused) this.#store.set(uri, { problem: { kind: 'no-text' } });
    else {
      const problem = { code, message: inWords(error), steps: this.#notifier.steps(error) };
      this.#store.set(uri, { results, problem: { kind: 'error', ...problem } });
    }
    this.#notifier.error(error);
  }

  #edited({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (contentChanges.length === 0) return;
    const uri = document.uri.toString();
    const edits = contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
      start: rangeOffset,
      removed: rangeLength,
      inserted: text.length,
    }));
    this.#store.edit(uri, document.version, edits, false);
    const running = this.#running.get(uri);
    if (running === undefined) return;
    running.abort();
    this.#notifier.mention(vscode.l10n.t('the analysis stopped, because the text was edited.'));
  }

  /** Ends a pause: what it ended is done again. */
  resume(): void {
    this.#client.resume();
    for (const document of vscode.workspace.textDocuments) {
      const problem = this.#store.get(document.uri.toString())?.problem;
      if (problem?.kind === 'error' && problem.code === 'scoring-paused') void this.analyze(document);
    }
  }

  /** Another model, or other tasks: what was scored is scored anew. */
  #again(): void {
    for (const document of vscode.workspace.textDocuments) {
      const entry = this.#store.get(document.uri.toString());
      if (entry === undefined || entry.problem?.kind === 'no-text') continue;
      void this.analyze(document, entry.results?.partial ? entry.results.segments.map(spanOf) : undefined);
    }
  }
}

function describe({ name, version, location, backend, backendReason }: ModelInfo): string {
  return `${name} ${version} (${location}) on ${backend} (${backendReason})`;
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}
