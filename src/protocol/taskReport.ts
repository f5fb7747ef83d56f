/** What fine-tuning says of a task beside its figures: part of `finetune --json` (cli.md). Plain data. */

/** The 95 % interval of a ratio: low and high, 0..1. */
export type Interval = [low: number, high: number];

export interface MetricIntervals {
  accuracy: Interval;
  macroF1: Interval;
}

/** A text that was answered otherwise than its label says, while it was held out. */
export interface Mistake {
  /** Its beginning, where it is long. */
  text: string;
  /** The user's label. */
  label: string;
  predicted: string;
  /** Of the predicted label, 0..1; not calibrated. */
  probability: number;
  /** Where the text was labelled: UTF-16 offsets into a file, as its label record has them. */
  source?: { file: string; start: number; end: number };
  /** `file:line` of its label. */
  place?: string;
}

/** Would more labels help? The accuracy of the same held-out texts, by how many labels were learnt from. */
export interface LearningCurve {
  /** From a fourth of the labels to all that are learnt from while a text is held out. */
  points: { examples: number; accuracy: number; interval: Interval }[];
  /** What the second half of the labels brought, in accuracy: -1..1. */
  gain: number;
  /** How likely so large a difference is by chance (McNemar's exact test), 0..1. */
  pValue: number;
  /** The second half helped, beyond chance: more labels are likely to help again. */
  rising: boolean;
}

/** Of the held-out examples, each predicted by a head that did not learn from it. */
export interface TaskDetails {
  /** The task's labels: rows and columns of `confusion` in order. */
  labels: string[];
  /** How many examples were held out. */
  measured: number;
  intervals: { before: MetricIntervals | null; after: MetricIntervals };
  perClass: Record<string, { precision: number; recall: number; f1: number; support: number }>;
  /** confusion[true][predicted] */
  confusion: number[][];
  /** Some of each cell off the diagonal, the fullest cells first. */
  mistakes: Mistake[];
  /** Null where it would say nothing, of few labels, or take long, of many. */
  curve: LearningCurve | null;
}
