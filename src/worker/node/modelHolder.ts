import { errors } from '../../base/errors.ts';
import type { Disposable } from '../../base/lifecycle.ts';
import type { ModelInfo } from '../../protocol/scores.ts';
import type { LoadRequest } from '../../protocol/worker.ts';

/** What is held: a model that is ready to score. */
export interface Held extends Disposable {
  readonly model: ModelInfo;
}

interface Entry<T> {
  readonly key: string;
  readonly opened: Promise<T>;
  uses: number;
  replaced: boolean;
}

/**
 * Holds the model that was loaded last. Loading what is held, or is being loaded, opens nothing;
 * a model that was replaced is disposed once nobody uses it any more.
 */
export class ModelHolder<T extends Held> implements Disposable {
  readonly #open: (request: LoadRequest) => Promise<T>;
  #current: Entry<T> | undefined;

  constructor(open: (request: LoadRequest) => Promise<T>) {
    this.#open = open;
  }

  async load(request: LoadRequest): Promise<ModelInfo> {
    const key = JSON.stringify([request.location, request.backend, request.precision]);
    if (this.#current?.key !== key) {
      this.#release();
      this.#current = { key, opened: this.#open(request), uses: 0, replaced: false };
    }
    const entry = this.#current;
    try {
      return (await entry.opened).model;
    } catch (error) {
      if (this.#current === entry) this.#current = undefined;
      throw error;
    }
  }

  /** Runs `work` on the current model, which stays usable until `work` ends. */
  async use<R>(work: (held: T) => Promise<R>): Promise<R> {
    const entry = this.#current;
    if (entry === undefined) throw errors.badInput('a loaded model', 'none');
    entry.uses++;
    try {
      return await work(await entry.opened);
    } finally {
      entry.uses--;
      disposeIfDone(entry);
    }
  }

  dispose(): void {
    this.#release();
    this.#current = undefined;
  }

  #release(): void {
    if (this.#current === undefined) return;
    this.#current.replaced = true;
    disposeIfDone(this.#current);
  }
}

function disposeIfDone<T extends Held>(entry: Entry<T>): void {
  if (!entry.replaced || entry.uses > 0) return;
  entry.opened.then(
    held => held.dispose(),
    () => undefined,
  );
}
