/** Host <-> trainer (a child process): fine-tuning, label files and bundles in and out. */
import type { Said } from '../base/words.ts';
import type { LabelAsk, LabelReading, LabelRecord } from './labels.ts';
import type { TaskDetails } from './taskReport.ts';

export interface Metrics {
  accuracy: number;
  macroF1: number;
}

/** `finetune --json` (cli.md). */
export interface FinetuneReport {
  tasks: Record<
    string,
    {
      examples: number;
      before: Metrics | null;
      after: Metrics | null;
      /** Labels with a single example: learnt, but never held out. Absent where there is none. */
      unmeasured?: string[];
      // What else was measured: absent where nothing was held out.
    } & Partial<TaskDetails>
  >;
  /**
   * How far every task without labels answers the guard's texts as before: share of the texts, and macro-F1 against the
   * former labels. Before it is 1.
   */
  guard: Record<string, { before: Metrics; after: Metrics }>;
  /** What learnt: heads alone, the encoder too, or a preset from nothing. */
  mode: 'heads' | 'full' | 'scratch';
  /** Why that. */
  reason: Said;
  /** Why the gate refused the model; nothing where it accepted it. */
  refused: Said[];
  accepted: boolean;
  seconds: number;
  /** `file:line: reason` of each label line that was skipped. */
  skipped: Said[];
  /** How the label files were read, and what was left out of them. */
  notes: Said[];
}

/** How good a task is in the middle of training: an epoch's mean loss, or the best settings' score on held-out labels. */
export type TrainingFigure = { loss: number } | { macroF1: number };

export const textbookPresets = ['keras-single', 'keras-multitask'] as const;
export type TextbookPreset = (typeof textbookPresets)[number];

export interface FinetuneRequest extends LabelReading {
  /** Label files, read in order. */
  labels: string[];
  /** The bundle to start from. */
  model: string;
  /** The folder the new bundle appears in: whole or not at all. */
  out: string;
  seed: number;
  /** What learns: heads alone, or the encoder too. `auto`, the default, chooses. */
  mode?: 'auto' | 'heads' | 'full';
  /** Trained from nothing on the labels, in place of the model: the textbook's models. `mode` says nothing then. */
  preset?: TextbookPreset;
  /** Points, of a hundred, that a task without labels may lose in agreement on the guard; 1 when absent. */
  guardTolerance?: number;
  /** A broken label line is an error instead of being skipped. */
  strict?: boolean;
  /** A label that a known task lacks gives the task a new head instead of being an error. */
  allowNewLabels?: boolean;
  /** The tuned bundle that is in use, for the new one's history: nothing is learnt from it. */
  parent?: string;
  /** The time, in ISO 8601, for the new bundle's history. */
  at?: string;
  /** The file that a run which was cut goes on from; beside `out` when absent. Gone once there is a report. */
  checkpoint?: string;
}

/** The first records of a label file, as they would be imported; or what is to be answered before. */
export type LabelPreview = { records: LabelRecord[]; notes: Said[] } | { ask: LabelAsk };

export interface LabelImportRequest {
  file: string;
  /** The label file. */
  to: string;
  reading: LabelReading;
  /** When the import begins, in ISO 8601: its name. */
  now: string;
}

/** What an import did; or what is to be answered before: nothing was written then. */
export type LabelImportReport =
  | {
      added: number;
      /** What the label file said already. */
      known: number;
      skipped: number;
      /** How the file was read, what was left out, lines that could not be used. */
      told: Said[];
    }
  | { ask: LabelAsk };

/** What the training process offers over its IPC channel. Killing the process cancels: nothing has changed then. */
export interface TrainingService {
  finetune(request: FinetuneRequest): Promise<FinetuneReport>;
  previewLabels(file: string, reading: LabelReading): Promise<LabelPreview>;
  importLabels(request: LabelImportRequest): Promise<LabelImportReport>;
  /** Takes the last import out of a label file again. Resolves to the number of its labels. */
  undoImport(file: string): Promise<number>;
  /** Writes a bundle, checked, into one file. */
  exportModel(location: string, file: string): Promise<void>;
  /** Brings a bundle out of such a file into a folder of its own below `models`, whole or not at all: that folder. */
  importModel(file: string, models: string): Promise<string>;
}

export interface TrainingEvents {
  /** `done` of `total` units of `stage`, and how good it is so far; for a progress notification. */
  progress(stage: string, done: number, total: number, figure?: TrainingFigure): void;
}
