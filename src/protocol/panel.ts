/** Host <-> panel webview: messages by postMessage, each with a `type`. */
import type { DocumentScore, ScoredSegment, TaskInfo } from './scores.ts';

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
  /** By task id. */
  summary: Record<string, DocumentScore>;
}

/** A button: something that the user can do. */
export interface NextStep {
  /** In VS Code's language. */
  title: string;
  /** A contributed command's id. */
  command: `manylens.${string}`;
}

/** All that the panel draws. `setState` keeps the document's uri and the chosen task alone. */
export type PanelState =
  | { kind: 'empty'; reason: 'no-editor' | 'not-analyzed' | 'no-text' }
  | { kind: 'busy'; title: string; done: number; total: number }
  | { kind: 'error'; message: string; steps: readonly NextStep[] }
  | { kind: 'results'; model: { name: string; version: string }; tasks: TaskInfo[]; document: PanelDocument };

export type ToPanel = { type: 'state'; state: PanelState };

export type FromPanel =
  /** The webview has loaded: send the state. */
  | { type: 'ready' }
  /** Show this span of this document in the editor. */
  | { type: 'reveal'; uri: string; start: number; end: number }
  /** Run a contributed command by its id (empty and error states have buttons). Only `manylens.` commands are run. */
  | { type: 'command'; command: string };
