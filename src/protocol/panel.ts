/** Host <-> panel webview: messages by postMessage, each with a `type`. */
import type { ScoredSegment, TaskInfo } from './scores.ts';
import type { Heading, Span } from './worker.ts';

/** A segment as the panel shows it: its text is a slice of the document, made by the host. */
export interface PanelSegment extends ScoredSegment {
  text: string;
  /** From 1. */
  line: number;
}

export interface PanelDocument {
  uri: string;
  /** For the heading: the file's name. */
  title: string;
  version: number;
  segments: PanelSegment[];
  /** In order; none where the document's language knows no sections. */
  headings: Heading[];
}

/** A button: something that the user can do. */
export interface NextStep {
  /** In VS Code's language. */
  title: string;
  /** A contributed command's id. */
  command: `manylens.${string}`;
}

/** A scored document. */
export interface PanelResults {
  kind: 'results';
  model: { name: string; version: string };
  tasks: TaskInfo[];
  document: PanelDocument;
  /** The text was edited since. */
  outdated: boolean;
  /** It is being scored again. */
  busy: boolean;
}

/** All that the panel draws. */
export type PanelState =
  | { kind: 'empty'; reason: 'no-editor' | 'not-analyzed' | 'no-text' }
  | { kind: 'busy'; title: string; done: number; total: number }
  | { kind: 'error'; message: string; steps: readonly NextStep[] }
  | PanelResults;

/** How a document's segments follow from those of the message before. */
export interface SegmentSplice {
  /** An index: from here on, `removed` segments gave way to those that were `added`. */
  from: number;
  removed: number;
  added: PanelSegment[];
  /** What the segments behind have moved by. */
  moved: { offset: number; line: number };
}

/** Messages are numbered: a splice is for who has the one before, whoever has not says `ready` again. */
export type ToPanel =
  | { type: 'state'; number: number; state: PanelState }
  /** `state` has no segments: they follow from the former ones. */
  | { type: 'splice'; number: number; state: PanelResults; splice: SegmentSplice };

export type FromPanel =
  /** The webview has loaded: send the state. */
  | { type: 'ready' }
  /** Show this span of this document in the editor. */
  | ({ type: 'reveal'; uri: string } & Span)
  /** Save a picture of what is shown; the user chooses the place and which of the two forms. */
  | { type: 'picture'; uri: string; svg: string; png: Uint8Array }
  /** Run a contributed command by its id (empty and error states have buttons). Only `manylens.` commands are run. */
  | { type: 'command'; command: string };
