/** Host <-> the page of a fine-tuning's report: messages by postMessage, each with a `type`. */
import type { FinetuneReport } from './training.ts';
import type { Span } from './worker.ts';

/** A segment of an open document that the new model labels otherwise than the one in use. */
export interface ChangedSegment extends Span {
  uri: string;
  /** The file's name. */
  title: string;
  /** From 1. */
  line: number;
  text: string;
  /** Null where the task abstains; undefined where the model in use does not know it. */
  before: string | null | undefined;
  after: string | null;
}

/** What the new model says otherwise in the documents that were analyzed and are open. */
export type Changes =
  | { kind: 'busy' }
  /** No open document was analyzed. */
  | { kind: 'nothing-open' }
  | { kind: 'error'; message: string }
  /** Some of the segments that changed, by task id, and how many there are. */
  | {
      kind: 'compared';
      segments: number;
      tasks: Record<string, { changed: number; shown: ChangedSegment[] }>;
    };

/** All that the page draws. */
export interface ReportState {
  report: FinetuneReport;
  /** In VS Code's language. */
  outcome: string;
  /** What learnt, heads alone or the encoder too, and why. */
  reason: string;
  /** Why the gate refused the model. */
  refused: string[];
  skipped: string[];
  /** What became of the model; it waits for a yes while it is `open`. */
  decision: 'open' | 'used' | 'discarded' | 'refused';
  /** Absent where there is no model to compare. */
  changes?: Changes;
}

export type ToReport = { type: 'report'; state: ReportState };

export type FromReport =
  /** The page has loaded: send the report. */
  | { type: 'ready' }
  | { type: 'use' }
  | { type: 'discard' }
  /** Show a mistake, by its index, where it was labelled. */
  | { type: 'mistake'; task: string; index: number }
  /** Show this span of this document in the editor. */
  | ({ type: 'reveal'; uri: string } & Span)
  /** The report as JSON: into the clipboard, or into a file that the user chooses. */
  | { type: 'copy' }
  | { type: 'save' };
