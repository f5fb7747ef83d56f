/** Host <-> scoring worker (a thread): calls over birpc. */
import type { LabelContent, LabelProblem, TaskLabels } from './labels.ts';
import type { BackendChoice, Explanation, ModelInfo, PrecisionChoice, ScoredSegment } from './scores.ts';

export interface LoadRequest {
  /** The bundle's folder. */
  location: string;
  backend: BackendChoice;
  /** `auto` when absent. */
  precision?: PrecisionChoice;
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
