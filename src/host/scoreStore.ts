import { Emitter } from '../base/events.ts';
import type { Disposable } from '../base/lifecycle.ts';
import { type Splice, spliceBetween } from '../base/splice.ts';
import type { NextStep } from '../protocol/panel.ts';
import type { ModelInfo } from '../protocol/scores.ts';
import type { ScoredText } from '../protocol/worker.ts';
import { applyEdits, type Edit } from './offsets.ts';
import { type Labels, noLabels, Overlay } from './overlay.ts';

/** A scored segment at its place in the document as it stands now. */
export interface StoredSegment extends ScoredText {
  /** Its text was edited, and a new score is on the way: the former one may stay in sight until then. */
  readonly edited?: true;
}

/** The scores of a document, as it stood when they were made and then moved along with its edits. */
export interface Results {
  readonly model: ModelInfo;
  /** The document's version that the offsets fit. */
  readonly version: number;
  readonly segments: readonly StoredSegment[];
  /** Only a part of the document was analyzed. */
  readonly partial: boolean;
  /** The document was edited since, and nothing analyzes it again by itself. */
  readonly outdated: boolean;
}

/** Why a document has no results. */
export type Problem =
  | { kind: 'no-text' }
  /** It is too long to be analyzed before somebody asks. */
  | { kind: 'long' }
  /** `code` is the error's, where it has one; `steps` are what the user can do about it. */
  | { kind: 'error'; code: string | undefined; message: string; steps: readonly NextStep[] };

/** All that is known of one document. Absent from the store: never analyzed, or cleared. */
export interface Entry {
  readonly results?: Results;
  readonly busy?: { done: number; total: number };
  readonly problem?: Problem;
}

/** What happened to a document's entry: enough for a view to draw only what changed. */
export interface StoreChange {
  readonly uri: string;
  /**
   * What became of `results.segments`.
   * - `all`: they came or went, or another model made them. Draw everything.
   * - `none`: they are the same; what changed is `busy`, `problem` or another field of `results`.
   * - a splice: from the index `from` on, `removed` of the former segments gave way to `added` of those that are in
   *   the store now. All others kept their scores; offsets too, but for what `edits` moved.
   */
  readonly segments: 'all' | 'none' | Splice;
  /**
   * Set when the document was edited: segments moved along with its text, as editor decorations do by themselves.
   * The splice, if any, has those that were touched: they are gone now, or `edited`.
   */
  readonly edits?: readonly Edit[];
}

/**
 * Documents and their scores, by URI; whatever shows scores redraws from here on the one event. What the user has
 * labelled has the user's label here, and so in every view.
 */
export class ScoreStore implements Disposable {
  readonly #labelsOf: (uri: string) => Labels;
  readonly #overlay = new Overlay();
  readonly #entries = new Map<string, Entry>();
  readonly #changed = new Emitter<StoreChange>();

  readonly onDidChange = this.#changed.event;

  /** @param labelsOf the user's labels for a document's texts */
  constructor(labelsOf: (uri: string) => Labels = () => noLabels) {
    this.#labelsOf = labelsOf;
  }

  get(uri: string): Entry | undefined {
    return this.#entries.get(uri);
  }

  set(uri: string, entry: Entry): void {
    const { results } = entry;
    const same = results === undefined || results === this.#entries.get(uri)?.results;
    this.#put(uri, same ? entry : { ...entry, results: this.#labelled(uri, results) });
  }

  /** The user's labels have changed: what is shown follows, and nothing is scored. */
  relabel(): void {
    for (const [uri, entry] of this.#entries) {
      const results = entry.results && this.#labelled(uri, entry.results);
      if (results !== entry.results) this.#put(uri, { ...entry, results });
    }
  }

  delete(uri: string): void {
    const former = this.#entries.get(uri);
    if (this.#entries.delete(uri))
      this.#changed.fire({ uri, segments: changeOf(former?.results, undefined) });
  }

  /**
   * The document was edited: results move with the text. Where it is `followed` by new scores, the segments that were
   * touched stay as `edited` and a problem stays too, so that nothing flickers; else they go, and results are outdated.
   * A long document stays one.
   */
  edit(uri: string, version: number, edits: readonly Edit[], followed: boolean): void {
    const entry = this.#entries.get(uri);
    if (entry === undefined || edits.length === 0) return;
    const { results, busy } = entry;
    const problem = followed || entry.problem?.kind === 'long' ? entry.problem : undefined;
    if (results === undefined) {
      if (busy === undefined && problem === undefined) this.delete(uri);
      else if (problem !== entry.problem) this.set(uri, { busy });
      return;
    }
    const touched = followed
      ? (segment: StoredSegment) => ({ ...segment, edited: true as const })
      : undefined;
    const segments = applyEdits(results.segments, edits, touched);
    const outdated = results.outdated || !followed;
    this.#entries.set(uri, { results: { ...results, version, segments, outdated }, busy, problem });
    this.#changed.fire({ uri, segments: spliceBetween(results.segments, segments, sameScores), edits });
  }

  #put(uri: string, entry: Entry): void {
    const former = this.#entries.get(uri);
    this.#entries.set(uri, entry);
    this.#changed.fire({ uri, segments: changeOf(former?.results, entry.results) });
  }

  #labelled(uri: string, results: Results): Results {
    const segments = this.#overlay.apply(results.segments, results.model.tasks, this.#labelsOf(uri));
    return segments === results.segments ? results : { ...results, segments };
  }

  dispose(): void {
    this.#changed.dispose();
    this.#entries.clear();
  }
}

function changeOf(former: Results | undefined, now: Results | undefined): StoreChange['segments'] {
  if (former?.segments === now?.segments) return 'none';
  if (former === undefined || now === undefined || !sameModel(former.model, now.model)) return 'all';
  return spliceBetween(former.segments, now.segments, (a, b) => sameScores(a, b) && samePlace(a, b));
}

/** Every reply brings its own copy. */
const sameModel = (a: ModelInfo, b: ModelInfo) => a === b || JSON.stringify(a) === JSON.stringify(b);
const sameScores = (a: StoredSegment, b: StoredSegment) => a.scores === b.scores && a.edited === b.edited;
const samePlace = (a: StoredSegment, b: StoredSegment) => a.start === b.start && a.end === b.end;
