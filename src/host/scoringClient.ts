import { errors } from '../base/errors.ts';
import type { Event } from '../base/events.ts';
import type { Disposable } from '../base/lifecycle.ts';
import type { ModelInfo } from '../protocol/scores.ts';
import type {
  LoadRequest,
  ScoreReply,
  ScoreRequest,
  ScoringEvents,
  ScoringService,
  TextSpan,
} from '../protocol/worker.ts';

/** A running scoring worker. Its calls reject once it is gone. */
export interface ScoringConnection extends Disposable {
  readonly service: ScoringService;
  /** Fires once, when the worker is gone, whoever ended it. */
  readonly onDidEnd: Event<void>;
}

export type Progress = (done: number, total: number) => void;

/** Calls the scoring worker: starts it on first use, and again after it died. */
export class ScoringClient implements Disposable {
  readonly #connect: (events: ScoringEvents) => ScoringConnection;
  readonly #progress = new Map<number, Progress>();
  #connection: ScoringConnection | undefined;
  #lastId = 0;
  #disposed = false;

  constructor(connect: (events: ScoringEvents) => ScoringConnection) {
    this.#connect = connect;
  }

  /** Whether a worker runs. */
  get running(): boolean {
    return this.#connection !== undefined;
  }

  async load(model: LoadRequest): Promise<ModelInfo> {
    return this.#service().load(model);
  }

  /** Scores with `model`. Rejects with `cancelled` as soon as `signal` is aborted. */
  async score(
    model: LoadRequest,
    request: Omit<ScoreRequest, 'id'>,
    signal: AbortSignal,
    progress: Progress,
  ): Promise<ScoreReply> {
    const service = this.#service();
    const id = ++this.#lastId;
    const aborted = Promise.withResolvers<never>();
    const abort = () => {
      service.cancel(id);
      aborted.reject(errors.cancelled());
    };
    signal.addEventListener('abort', abort, { once: true });
    this.#progress.set(id, progress);
    try {
      if (signal.aborted) throw errors.cancelled();
      await Promise.race([service.load(model), aborted.promise]);
      return await Promise.race([service.score({ ...request, id }), aborted.promise]);
    } finally {
      signal.removeEventListener('abort', abort);
      this.#progress.delete(id);
    }
  }

  async segments(request: Omit<ScoreRequest, 'id'>): Promise<TextSpan[]> {
    return this.#service().segments({ ...request, id: ++this.#lastId });
  }

  /** Ends the worker, and what it has under way; the next call starts another. */
  stop(): void {
    this.#connection?.dispose();
  }

  dispose(): void {
    this.#disposed = true;
    this.stop();
  }

  #service(): ScoringService {
    if (this.#disposed) throw errors.cancelled();
    if (this.#connection === undefined) {
      const connection = this.#connect({
        progress: (id, done, total) => this.#progress.get(id)?.(done, total),
      });
      connection.onDidEnd(() => {
        if (this.#connection === connection) this.#connection = undefined;
      });
      this.#connection = connection;
    }
    return this.#connection.service;
  }
}
