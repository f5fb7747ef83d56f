/** Host <-> scoring worker (a thread): calls over birpc; and host <-> trainer (a child process). */
import type { Said } from '../base/words.ts';
import type { BackendChoice, Explanation, ModelInfo, ScoredSegment } from './scores.ts';
import type { TaskDetails } from './taskReport.ts';

export interface LoadRequest {
  /** The bundle's folder. */
  location: string;
  backend: BackendChoice;
}

/** What is asked of a text. */
export interface Question {
  /** The tasks to score, by id. Those that the model lacks are passed over; all where it has none of them. */
  tasks?: string[];
  /** By task id, in place of the model's own: the probability below which the task abstains, 0..1. */
  thresholds?: Record<string, number>;
}

export interface ScoreRequest extends Question {
  /** Chosen by the caller; unique among what is pending. `cancel` names it. */
  id: number;
  text: string;
  /** VS Code's language id: chooses the prose extractor. */
  languageId: string;
  /** Only segments that touch one of these spans; the whole text when absent. */
  ranges?: Span[];
}

/** UTF-16 offsets into a document; `end` is exclusive. */
export interface Span {
  start: number;
  end: number;
}

/** Whether `span` touches a segment: an empty one what it stands in or beside, else what it shares a character with. */
export function touches(segment: Span, span: Span): boolean {
  if (span.start === span.end) return segment.start <= span.start && span.start <= segment.end;
  return segment.start < span.end && span.start < segment.end;
}

/** A span with its normalised text: what the model reads, and what a label is kept with. */
export interface TextSpan extends Span {
  text: string;
}

/** A scored segment with its text. */
export interface ScoredText extends ScoredSegment, TextSpan {}

/** In a text, `removed` UTF-16 units from `start` on give way to `text`. */
export interface TextEdit {
  start: number;
  removed: number;
  text: string;
}

/** Scores a whole document, which the worker keeps: each request after the first sends what changed alone. */
export interface AnalyzeRequest extends Question {
  /** As in {@link ScoreRequest}. */
  id: number;
  uri: string;
  languageId: string;
  /** The document's version, which the reply answers. */
  version: number;
  /**
   * The text: all of it, or the edits that lead to it from the version `since`, each in the text that the former left,
   * and its length then.
   */
  change: { text: string } | { since: number; edits: TextEdit[]; length: number };
  /** The version of the last reply that the caller took; none where it has no segments. */
  known: number | undefined;
}

/** Asks why a task answers as it does for a segment of a document that was analyzed. */
export interface ExplainRequest {
  /** As in {@link ScoreRequest}. */
  id: number;
  uri: string;
  /** The document's version that the segment is of. */
  version: number;
  segment: Span;
  task: string;
  /** As in {@link Question}. */
  thresholds?: Record<string, number>;
}

/** The segments of a document's version, as what changed since the reply that was `known`. */
export interface AnalyzeReply {
  model: ModelInfo;
  version: number;
  /** In the list that was known, `removed` segments from the index `from` on give way to `added`. */
  from: number;
  removed: number;
  added: ScoredText[];
  /** UTF-16 units by which the segments behind these have moved. */
  shift: number;
  /** How many segments had to be scored: the texts of all others are as they were. */
  scored: number;
}

/** Begins a section of a document, which ends where the next one of its level or above begins. */
export interface Heading {
  /** UTF-16 offset. */
  start: number;
  /** 1 to 6. */
  level: number;
  /** Plain text. */
  title: string;
}

export interface ScoreReply {
  /** The model that answered, with the tasks that were scored: loads and scores may overlap. */
  model: ModelInfo;
  /** In document order. */
  segments: ScoredText[];
}

/** What the worker offers. Each call rejects with a ManylensError's `code` and `message`. */
export interface ScoringService {
  /** Replaces the model; the former one is disposed once what it is scoring ends. */
  load(request: LoadRequest): Promise<ModelInfo>;
  /** Scores with the model that was loaded last. Rejects with code `cancelled` after `cancel(id)`. */
  score(request: ScoreRequest): Promise<ScoreReply>;
  /**
   * Brings the document up to date and scores what has no score yet. What was scored stays, even after a cancel.
   * Undefined where the worker does not have what `change` or `known` builds on: to be asked again, with all of the
   * text and nothing known. Rejects with `cancelled` after `cancel(id)`, and when a newer version came meanwhile.
   */
  analyze(request: AnalyzeRequest): Promise<AnalyzeReply | undefined>;
  /**
   * Why a task answers as it does. Undefined where it abstains, and where the worker does not have that version of the
   * document or no such segment in it. Rejects with `cancelled` after `cancel(id)`.
   */
  explain(request: ExplainRequest): Promise<Explanation | undefined>;
  /** Forgets a document. */
  close(uri: string): void;
  /** The segments that `score` would score; needs no model. */
  segments(request: ScoreRequest): Promise<TextSpan[]>;
  /** The headings of a text, in order; none in a language without sections. Needs no model. */
  headings(text: string, languageId: string): Promise<Heading[]>;
  /** What a workspace's label file says; `name` stands in messages. Needs no model. */
  labels(name: string, content: string): Promise<LabelContent>;
  /** What is to be mended in it: 1,000 problems at most. Needs no model. */
  labelProblems(name: string, content: string, tasks: readonly TaskLabels[]): Promise<LabelProblem[]>;
  /** Resolves once it is heard; what is cancelled ends soon, by rejecting. Nothing where the request has ended. */
  cancel(id: number): Promise<void>;
}

/** What the worker tells of its own accord. */
export interface ScoringEvents {
  /** Segments scored so far of a request that runs longer than a moment. */
  progress(id: number, done: number, total: number): void;
}

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
  /** What learnt: heads alone, or the encoder too. */
  mode: 'heads' | 'full';
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
