import { Emitter } from '../base/events.ts';
import type { Disposable } from '../base/lifecycle.ts';
import type { ModelInfo, ScoredSegment } from '../protocol/scores.ts';
import { applyEdits, type Edit } from './offsets.ts';

/** The scores of a document, as it stood when they were made and then moved along with its edits. */
export interface Results {
  readonly model: ModelInfo;
  /** The document's version that the offsets fit. */
  readonly version: number;
  readonly segments: readonly ScoredSegment[];
  /** Only a part of the document was analyzed. */
  readonly partial: boolean;
  /** The document was edited since. */
  readonly outdated: boolean;
}

/** Why a document has no results. */
export type Problem = { kind: 'no-text' } | { kind: 'error'; message: string };

/** All that is known of one document. Absent from the store: never analyzed, or cleared. */
export interface Entry {
  readonly results?: Results;
  readonly busy?: { done: number; total: number };
  readonly problem?: Problem;
}

/** Documents and their scores, by URI; whatever shows scores redraws from here on the one event. */
export class ScoreStore implements Disposable {
  readonly #entries = new Map<string, Entry>();
  readonly #changed = new Emitter<string>();

  /** Fires with the URI of the document whose entry changed. */
  readonly onDidChange = this.#changed.event;

  get(uri: string): Entry | undefined {
    return this.#entries.get(uri);
  }

  set(uri: string, entry: Entry): void {
    this.#entries.set(uri, entry);
    this.#changed.fire(uri);
  }

  delete(uri: string): void {
    if (this.#entries.delete(uri)) this.#changed.fire(uri);
  }

  /** The document was edited: results move with the text and count as outdated. */
  edit(uri: string, version: number, edits: readonly Edit[]): void {
    const entry = this.#entries.get(uri);
    if (entry === undefined || edits.length === 0) return;
    const { results } = entry;
    const moved = results && {
      ...results,
      version,
      segments: applyEdits(results.segments, edits),
      outdated: true,
    };
    if (moved === undefined && entry.busy === undefined) this.delete(uri);
    else this.set(uri, { results: moved, busy: entry.busy });
  }

  dispose(): void {
    this.#changed.dispose();
    this.#entries.clear();
  }
}
