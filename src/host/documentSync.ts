import type { ModelInfo } from '../protocol/scores.ts';
import type { AnalyzeReply, LoadRequest, Question, ScoredText, TextEdit } from '../protocol/worker.ts';
import type { Progress, ScoringClient } from './scoringClient.ts';

/** As much of an editor's document as is sent. */
export interface SyncedDocument {
  uri: string;
  languageId: string;
  version: number;
  /** UTF-16 units. */
  length: number;
  text(): string;
}

/** The scores of a document's version. */
export interface Analysis {
  model: ModelInfo;
  version: number;
  segments: readonly ScoredText[];
  /** How many of them had to be scored. */
  scored: number;
}

/** Edits that are kept for the worker. Whoever makes more of them between two analyses sends the text again. */
const MOST_EDITS = 1000;

/** What the worker has of one document, what it does not have yet, and what it said. One analysis at a time. */
export class DocumentSync {
  /** The version that the worker has; undefined where it has none. */
  #sent: number | undefined;
  /** What was edited since. */
  #edits: TextEdit[] = [];
  /** What the last reply that came through led to. */
  #held: { version: number; segments: readonly ScoredText[] } | undefined;

  edited(edits: readonly TextEdit[]): void {
    if (this.#sent === undefined) return;
    if (this.#edits.length + edits.length > MOST_EDITS) this.#forget();
    else this.#edits.push(...edits);
  }

  /** Rejects with `cancelled` when `signal` is aborted; the next analysis goes on where this one was. */
  async analyze(
    client: ScoringClient,
    model: LoadRequest,
    document: SyncedDocument,
    question: Question,
    signal: AbortSignal,
    progress: Progress,
  ): Promise<Analysis> {
    for (;;) {
      const request = () => this.#request(document, question);
      const reply = await client.analyze(model, request, signal, progress);
      if (reply !== undefined) return this.#take(reply);
      this.#forget();
    }
  }

  /** Called when it is sent, and not before: the edits in it are the worker's from then on. */
  #request({ uri, languageId, version, length, text }: SyncedDocument, question: Question) {
    const whole = this.#sent === undefined;
    const change = whole ? { text: text() } : { since: this.#sent ?? 0, edits: this.#edits, length };
    const known = whole ? undefined : this.#held?.version;
    this.#sent = version;
    this.#edits = [];
    return { ...question, uri, languageId, version, change, known };
  }

  #take({ model, version, from, removed, added, shift, scored }: AnalyzeReply): Analysis {
    const former = this.#held?.segments ?? [];
    const behind = former.slice(from + removed);
    const moved = shift === 0 ? behind : behind.map(segment => movedBy(shift, segment));
    const segments = [...former.slice(0, from), ...added, ...moved];
    this.#held = { version, segments };
    return { model, version, segments, scored };
  }

  #forget(): void {
    this.#sent = undefined;
    this.#edits = [];
    this.#held = undefined;
  }
}

function movedBy(shift: number, segment: ScoredText): ScoredText {
  return { ...segment, start: segment.start + shift, end: segment.end + shift };
}
