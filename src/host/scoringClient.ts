import { deferred } from '../base/deferred.ts';
import { codeOf, errors } from '../base/errors.ts';
import { Emitter, type Event } from '../base/events.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import type { Said } from '../base/words.ts';
import type { LabelContent, LabelProblem, TaskLabels } from '../protocol/labels.ts';
import type { Explanation, ModelInfo } from '../protocol/scores.ts';
import type {
  AnalyzeReply,
  AnalyzeRequest,
  ExplainRequest,
  Heading,
  LoadRequest,
  ScoreReply,
  ScoreRequest,
  ScoringEvents,
  ScoringService,
  TextSpan,
} from '../protocol/worker.ts';
import { Restarts } from './restarts.ts';

/** A running scoring worker. Its calls reject with `worker-gone` once it is gone. */
export interface ScoringConnection extends Disposable {
  readonly service: ScoringService;
  /** Fires once, when the worker is gone, whoever ended it: says why. */
  readonly onDidEnd: Event<Said>;
}

export type Progress = (done: number, total: number) => void;

/** Has a worker load a model, or what takes its place. */
export type Loading = (service: ScoringService, model: LoadRequest) => Promise<ModelInfo>;

/**
 * Milliseconds in which a worker hears a cancel: between batches it does so at once, but it may be in a text so long
 * that finding its sentences takes seconds.
 */
const HEARING = 3000;

/**
 * Calls the scoring worker, which starts on first use. What a dead worker had under way is done again by the next one;
 * where that dies too, nothing more is started (`scoring-paused`) until `resume`. A worker that does not hear a cancel
 * is stopped, for nobody wants what it is at: that is no death.
 */
export class ScoringClient implements Disposable {
  readonly #connect: (events: ScoringEvents) => ScoringConnection;
  readonly #restarts: Restarts;
  readonly #hearing: number;
  readonly #loading: Loading;
  readonly #owned = new DisposableStore();
  readonly #died = this.#owned.add(new Emitter<Said>());
  readonly #deaf = this.#owned.add(new Emitter<void>());
  readonly #load = this.#owned.add(new Emitter<ModelInfo>());
  readonly #progress = new Map<number, Progress>();
  #connection: ScoringConnection | undefined;
  #loaded: ModelInfo | undefined;
  #lastId = 0;
  #disposed = false;

  /** Fires with a model that was loaded, once until another is. */
  readonly onDidLoad = this.#load.event;

  /** Fires when the worker died of itself, and says why. */
  readonly onDidDie = this.#died.event;

  /** Fires when a worker was stopped because it did not hear a cancel. */
  readonly onDidStopDeaf = this.#deaf.event;

  /**
   * @param now the time in milliseconds
   * @param hearing milliseconds in which a worker is to hear a cancel
   */
  constructor(
    connect: (events: ScoringEvents) => ScoringConnection,
    now: () => number,
    hearing: number = HEARING,
    loading: Loading = (service, model) => service.load(model),
  ) {
    this.#connect = connect;
    this.#restarts = new Restarts(now);
    this.#hearing = hearing;
    this.#loading = loading;
  }

  /** Whether a worker runs. */
  get running(): boolean {
    return this.#connection !== undefined;
  }

  /** The model that was loaded last. */
  get loaded(): ModelInfo | undefined {
    return this.#loaded;
  }

  /** Whether every call is refused. */
  get paused(): boolean {
    return this.#restarts.refusal !== undefined;
  }

  /** Ends the pause: the next call starts a worker. */
  resume(): void {
    this.#restarts.forgive();
  }

  load(model: LoadRequest): Promise<ModelInfo> {
    return this.#call(service => this.#loadIn(service, model));
  }

  /** Scores with `model`. Rejects with `cancelled` as soon as `signal` is aborted. */
  score(
    model: LoadRequest,
    request: Omit<ScoreRequest, 'id'>,
    signal: AbortSignal,
    progress: Progress,
  ): Promise<ScoreReply> {
    return this.#cancellable(model, signal, progress, (service, id) => service.score({ ...request, id }));
  }

  /**
   * Analyzes with `model` what `request` gives when it is sent; not at all where `signal` was aborted by then.
   * Rejects with `cancelled` as soon as it is.
   */
  analyze(
    model: LoadRequest,
    request: () => Omit<AnalyzeRequest, 'id'>,
    signal: AbortSignal,
    progress: Progress,
  ): Promise<AnalyzeReply | undefined> {
    return this.#cancellable(model, signal, progress, (service, id) => service.analyze({ ...request(), id }));
  }

  /** Why a task answers as it does. Asks no worker that does not run: it would not have the document. */
  async explain(
    model: LoadRequest,
    request: Omit<ExplainRequest, 'id'>,
    signal: AbortSignal,
  ): Promise<Explanation | undefined> {
    if (!this.running) return undefined;
    const ask = (service: ScoringService, id: number) => service.explain({ ...request, id });
    return this.#cancellable(model, signal, () => undefined, ask);
  }

  /** Forgets a document, where a worker has it. */
  close(uri: string): void {
    this.#connection?.service.close(uri);
  }

  segments(request: Omit<ScoreRequest, 'id'>): Promise<TextSpan[]> {
    return this.#call(service => service.segments({ ...request, id: ++this.#lastId }));
  }

  /** The headings of a text. */
  headings(text: string, languageId: string): Promise<Heading[]> {
    return this.#call(service => service.headings(text, languageId));
  }

  /** What a label file says. */
  labels(name: string, content: string): Promise<LabelContent> {
    return this.#call(service => service.labels(name, content));
  }

  /** What is to be mended in a label file. */
  labelProblems(name: string, content: string, tasks: readonly TaskLabels[]): Promise<LabelProblem[]> {
    return this.#call(service => service.labelProblems(name, content, tasks));
  }

  /** Ends the worker; another one does what this had under way. */
  stop(): void {
    const connection = this.#connection;
    this.#connection = undefined;
    connection?.dispose();
  }

  dispose(): void {
    this.#disposed = true;
    this.stop();
    this.#owned.dispose();
  }

  async #loadIn(service: ScoringService, model: LoadRequest): Promise<ModelInfo> {
    const info = await this.#loading(service, model);
    // Every reply brings its own copy.
    if (JSON.stringify(info) !== JSON.stringify(this.#loaded)) {
      this.#loaded = info;
      this.#load.fire(info);
    }
    return info;
  }

  #cancellable<T>(
    model: LoadRequest,
    signal: AbortSignal,
    progress: Progress,
    ask: (service: ScoringService, id: number) => Promise<T>,
  ): Promise<T> {
    return this.#call(async service => {
      const id = ++this.#lastId;
      const aborted = deferred<never>();
      const abort = () => {
        void this.#cancel(service, id);
        aborted.reject(errors.cancelled());
      };
      signal.addEventListener('abort', abort, { once: true });
      this.#progress.set(id, progress);
      try {
        if (signal.aborted) throw errors.cancelled();
        await Promise.race([this.#loadIn(service, model), aborted.promise]);
        return await Promise.race([ask(service, id), aborted.promise]);
      } finally {
        signal.removeEventListener('abort', abort);
        this.#progress.delete(id);
      }
    });
  }

  /** Cancels a request; stops the worker where it is still the current one and does not hear of it. */
  async #cancel(service: ScoringService, id: number): Promise<void> {
    const deaf = setTimeout(() => {
      if (this.#connection?.service !== service) return;
      this.stop();
      this.#deaf.fire();
    }, this.#hearing);
    try {
      await service.cancel(id);
    } catch {
      // It is gone, and what it was at with it.
    } finally {
      clearTimeout(deaf);
    }
  }

  /** Runs a call, again where its worker went away under it. */
  async #call<T>(work: (service: ScoringService) => Promise<T>): Promise<T> {
    for (;;) {
      if (this.#disposed) throw errors.cancelled();
      const { refusal } = this.#restarts;
      if (refusal !== undefined) throw errors.scoringPaused(refusal);
      this.#connection ??= this.#started();
      try {
        return await work(this.#connection.service);
      } catch (error) {
        if (codeOf(error) !== 'worker-gone') throw error;
      }
    }
  }

  #started(): ScoringConnection {
    const connection = this.#connect({
      progress: (id, done, total) => this.#progress.get(id)?.(done, total),
    });
    connection.onDidEnd(reason => {
      // One that was stopped is no longer the current one.
      if (this.#connection !== connection) return;
      this.#connection = undefined;
      this.#restarts.died(reason);
      this.#died.fire(reason);
    });
    return connection;
  }
}
