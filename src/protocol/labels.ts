/** Labels, as label files have them. Plain data. */
import type { Said } from '../base/words.ts';

/** One label record, as `.manylens/labels.jsonl` has it. */
export interface LabelRecord {
  text: string;
  task: string;
  /** Null takes a label back. */
  label: string | null;
  id?: string;
  source?: { file: string; start: number; end: number };
  /** ISO 8601. */
  at?: string;
  by?: string;
  /** Which import brought it: when that began, in ISO 8601. */
  import?: string;
}

/** How label files are to be read; what is absent is told from the file. */
export interface LabelReading {
  /** The task of labels that name none. */
  task?: string;
  /** Where the texts stand, by name. */
  textColumn?: string;
  /** Where the labels stand: a column, or the question that an annotation tool asked. */
  labelColumn?: string;
  /** A format's name. */
  from?: string;
  /** As TextDecoder has it. */
  encoding?: string;
  /** Of a text with several labels at once: the first one counts, or none. */
  several?: 'first' | 'skip';
}

/** What only the user can say of a label file. */
export interface LabelAsk {
  /** The labels' task; where texts or labels stand; which of several labels of one text counts. */
  about: 'task' | 'text' | 'label' | 'several';
  /** What there is to choose from, where that is known. */
  names: string[];
}

/** What a label file says, all told. */
export interface LabelContent {
  /** At most one a text and task, none that was taken back. The text is normalised, as a segment's is. */
  labels: { text: string; task: string; label: string }[];
  /** `file:line: reason` of each line that could not be read. */
  skipped: Said[];
}

/** A task and all labels that it has. */
export interface TaskLabels {
  id: string;
  labels: readonly string[];
}

/** What is to be mended in a line of a label file. Lines count from 1. */
export type LabelProblem = { line: number } & (
  | { kind: 'broken'; reason: Said }
  | { kind: 'unknown-label'; task: string; label: string; labels: string[] }
  /** Of two labels of a text, the one that does not count: the same again, or another. */
  | {
      kind: 'duplicate' | 'contradiction';
      task: string;
      label: string;
      latest: { line: number; label: string };
    }
);
