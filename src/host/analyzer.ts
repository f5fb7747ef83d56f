import * as vscode from 'vscode';
import { codeOf, errors } from '../base/errors.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import { inEnglish } from '../base/words.ts';
import type { ModelInfo } from '../protocol/scores.ts';
import type { Question, Span } from '../protocol/worker.ts';
import { isVisible } from './activeDocument.ts';
import { type Analysis, DocumentSync } from './documentSync.ts';
import { inWords } from './inWords.ts';
import type { Journal } from './journal.ts';
import type { ModelChoice } from './modelChoice.ts';
import type { Notifier } from './notifier.ts';
import { refusals, refused } from './refusals.ts';
import { lengthOf, type RunPolicy } from './runPolicy.ts';
import type { ScoreStore } from './scoreStore.ts';
import type { Progress, ScoringClient } from './scoringClient.ts';
import { setting } from './settings.ts';
import { showSlowProgress } from './slowProgress.ts';
import type { UserLabels } from './userLabels.ts';

/** Milliseconds after which a document's former results give way to the progress of the next. */
const patience = 1000;

/** Why an analysis ends that another one follows. */
const edited = 'edited';

interface Run {
  readonly abort: AbortController;
  /** Nobody asked for it: nothing pops up, and what is shown stays until there is something else to show. */
  readonly quiet: boolean;
  /** Of the whole document rather than a part. */
  whole: boolean;
}

/** Scores documents into the store. One analysis a document at a time: a new one takes the place of the former. */
export class Analyzer implements Disposable {
  readonly #store: ScoreStore;
  readonly #client: ScoringClient;
  readonly #models: ModelChoice;
  readonly #policy: RunPolicy;
  readonly #notifier: Notifier;
  readonly #journal: Journal;
  readonly #labels: UserLabels;
  readonly #owned = new DisposableStore();
  readonly #running = new Map<string, Run>();
  readonly #syncs = new Map<string, DocumentSync>();

  constructor(
    store: ScoreStore,
    client: ScoringClient,
    models: ModelChoice,
    policy: RunPolicy,
    notifier: Notifier,
    journal: Journal,
    labels: UserLabels,
  ) {
    this.#labels = labels;
    this.#policy = policy;
    this.#journal = journal;
    this.#store = store;
    this.#client = client;
    this.#models = models;
    this.#notifier = notifier;
    this.#owned.add(vscode.workspace.onDidChangeTextDocument(event => this.#edited(event)));
    this.#owned.add(vscode.workspace.onDidCloseTextDocument(document => this.#closed(document)));
    this.#owned.add(models.onDidChange(() => this.#again()));
    this.#owned.add(
      vscode.workspace.onDidChangeConfiguration(event => {
        const keys = ['manylens.tasks', 'manylens.thresholds'];
        if (keys.some(key => event.affectsConfiguration(key))) this.#again();
      }),
    );
  }

  /** Scores the document, or what `spans` touch of it, because somebody asked. Resolves when the store has the outcome. */
  async analyze(document: vscode.TextDocument, spans?: Span[]): Promise<void> {
    await this.#run(document, false, spans);
  }

  /**
   * As `analyze`, but nobody asked: nothing pops up, and what somebody asked for goes on.
   * @returns whether it ran to its end, which is not so where it was cancelled.
   */
  async follow(document: vscode.TextDocument): Promise<boolean> {
    const run = this.#running.get(document.uri.toString());
    return (run === undefined || run.quiet || !run.whole) && (await this.#run(document, true));
  }

  /** Ends what `follow` began. */
  unfollow(document: vscode.TextDocument): void {
    const run = this.#running.get(document.uri.toString());
    if (run?.quiet) run.abort.abort();
  }

  /** Forgets a document's scores, and stops scoring it. */
  clear(document: vscode.TextDocument): void {
    const uri = document.uri.toString();
    this.#running.get(uri)?.abort.abort();
    this.#running.delete(uri);
    this.#store.delete(uri);
  }

  dispose(): void {
    for (const { abort } of this.#running.values()) abort.abort();
    this.#owned.dispose();
  }

  async #run(document: vscode.TextDocument, quiet: boolean, spans?: Span[]): Promise<boolean> {
    const uri = document.uri.toString();
    this.#running.get(uri)?.abort.abort();
    const abort = new AbortController();
    const run = { abort, quiet, whole: spans === undefined };
    this.#running.set(uri, run);
    const ended = new AbortController();
    const since = performance.now();
    const shows = this.#store.get(uri) !== undefined;
    try {
      const busy = (done: number, total: number) => {
        if (abort.signal.aborted || (quiet && shows && performance.now() - since < patience)) return;
        this.#store.set(uri, { ...this.#store.get(uri), busy: { done, total } });
      };
      busy(0, 0);
      if (!quiet) showSlowProgress(document, () => this.#store.get(uri)?.busy, abort, ended.signal);
      await this.#score(document, spans, run, busy);
      return true;
    } catch (error) {
      if (this.#running.get(uri) === run) this.#failed(document, error, run);
      return !abort.signal.aborted;
    } finally {
      ended.abort();
      if (this.#running.get(uri) === run) this.#running.delete(uri);
    }
  }

  async #score(
    document: vscode.TextDocument,
    spans: Span[] | undefined,
    { abort: { signal }, quiet }: Run,
    busy: Progress,
  ): Promise<void> {
    const name = vscode.workspace.asRelativePath(document.uri);
    const started = performance.now();
    // Together, so that no guess is shown in place of a label for a moment.
    const [{ model, version, segments, scored }] = await Promise.all([
      spans ? this.#part(document, spans, signal, busy) : this.#whole(document, signal, busy),
      quiet ? this.#labels.load(document) : this.#labels.reload(document),
    ]);
    const milliseconds = performance.now() - started;
    const sizes = { segments: segments.length, scored, characters: lengthOf(document) };
    this.#journal.analyzed(name, { ...sizes, milliseconds, by: describe(model) });
    if (document.isClosed || document.version !== version) throw errors.cancelled();
    if (segments.length === 0) throw refusals.noText(name);
    const partial = spans !== undefined;
    this.#store.set(document.uri.toString(), {
      results: { model, version, segments, partial, outdated: false },
    });
  }

  #whole(document: vscode.TextDocument, signal: AbortSignal, busy: Progress): Promise<Analysis> {
    const uri = document.uri.toString();
    const sync = this.#syncs.get(uri) ?? new DocumentSync();
    this.#syncs.set(uri, sync);
    const { languageId, version } = document;
    const sent = { uri, languageId, version, length: lengthOf(document), text: () => textOf(document) };
    return sync.analyze(this.#client, this.#models.current, sent, questionOf(document), signal, busy);
  }

  async #part(
    document: vscode.TextDocument,
    ranges: Span[],
    signal: AbortSignal,
    busy: Progress,
  ): Promise<Analysis> {
    const { languageId, version } = document;
    const request = { ...questionOf(document), text: textOf(document), languageId, ranges };
    const reply = await this.#client.score(this.#models.current, request, signal, busy);
    return { ...reply, version, scored: reply.segments.length };
  }

  #failed(document: vscode.TextDocument, error: unknown, { abort, quiet }: Run): void {
    const uri = document.uri.toString();
    const { results, problem: former } = this.#store.get(uri) ?? {};
    const code = codeOf(error);
    // What is shown, be it the progress, stays until the analysis that follows.
    if (abort.signal.reason === edited && this.#policy.follows(document)) return;
    if (code === 'cancelled' && results === undefined) this.#store.delete(uri);
    else if (code === 'cancelled') this.#store.set(uri, { results });
    else if (code === refused) this.#store.set(uri, { problem: { kind: 'no-text' } });
    else {
      const problem = { code, message: inWords(error), steps: this.#notifier.steps(error) };
      this.#store.set(uri, { results, problem: { kind: 'error', ...problem } });
    }
    if (!quiet) this.#notifier.error(error);
    else if (code !== refused && former?.kind !== 'error') this.#journal.failed(error);
  }

  #edited({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (contentChanges.length === 0) return;
    const uri = document.uri.toString();
    const edits = contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
      start: rangeOffset,
      removed: rangeLength,
      text,
    }));
    this.#syncs.get(uri)?.edited(edits);
    const lengths = edits.map(({ start, removed, text }) => ({ start, removed, inserted: text.length }));
    const followed = this.#policy.follows(document);
    this.#store.edit(uri, document.version, lengths, followed);
    const running = this.#running.get(uri);
    if (running === undefined) return;
    running.abort.abort(edited);
    if (!followed)
      this.#notifier.mention(vscode.l10n.t('the analysis stopped, because the text was edited.'));
  }

  #closed(document: vscode.TextDocument): void {
    const uri = document.uri.toString();
    this.clear(document);
    if (this.#syncs.delete(uri)) this.#client.close(uri);
  }

  /** Ends a pause: what it ended is done again. */
  resume(): void {
    this.#client.resume();
    for (const document of vscode.workspace.textDocuments) {
      const problem = this.#store.get(document.uri.toString())?.problem;
      if (problem?.kind === 'error' && problem.code === 'scoring-paused') void this.analyze(document);
    }
  }

  /** Another model, or other tasks: what was scored is scored anew, and what is out of sight once it is seen again. */
  #again(): void {
    for (const document of vscode.workspace.textDocuments) {
      const uri = document.uri.toString();
      const { results, problem, busy } = this.#store.get(uri) ?? {};
      if (results === undefined && busy === undefined && problem?.kind !== 'error') continue;
      if (isVisible(document))
        void this.analyze(document, results?.partial ? results.segments.map(spanOf) : undefined);
      else if (results !== undefined) this.#store.set(uri, { results: { ...results, outdated: true } });
    }
  }
}

function questionOf(document: vscode.TextDocument): Question {
  return { tasks: setting('tasks', document), thresholds: setting('thresholds', document) };
}

function textOf(document: vscode.TextDocument): string {
  const text = document.getText();
  if (text.includes('\0')) throw refusals.binary(vscode.workspace.asRelativePath(document.uri));
  return text;
}

function describe({ name, version, location, backend, backendReason }: ModelInfo): string {
  return `${name} ${version} (${location}) on ${backend} (${inEnglish(backendReason)})`;
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}
