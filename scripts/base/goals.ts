/** The table of figures as data: what is measured on which rows, and what is wanted of it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const ratio = z.number().min(0).max(1);
const measures = z.array(z.enum(['accuracy', 'macroF1', 'macroRecall', 'f1'])).min(1);

const common = {
  id: z.string().min(1),
  /** For people. */
  title: z.string().min(1),
  /** Others' figures on the same test set, in words. */
  known: z.string().optional(),
};

const goal = z.discriminatedUnion('kind', [
  /** A task's test rows of one source. */
  z.strictObject({
    ...common,
    kind: z.literal('rows'),
    task: z.string(),
    language: z.string(),
    source: z.string(),
    /** An upstream part of the source; all when absent. */
    part: z.string().optional(),
    /** Rows of these labels alone, and the most probable of these labels. */
    labels: z.array(z.string()).min(2).optional(),
    measures,
    /** Whose F1 the measure `f1` is. */
    label: z.string().optional(),
    goal: ratio.optional(),
    /** The source's naive Bayes, by its name in sources.json: without a goal, three points more are wanted. */
    naiveBayes: z.string().optional(),
  }),
  /** What `manylens evaluate --json` wrote of experiments/ID or of a file of an experiment. */
  z.strictObject({
    ...common,
    kind: z.literal('experiment'),
    measures,
    label: z.string().optional(),
    goal: ratio,
  }),
  /** A new task from ten labels a class, on frozen sentence vectors. */
  z.strictObject({ ...common, kind: z.literal('few-shot'), source: z.string(), goal: ratio }),
  /** The other language's sentence found by its vector. */
  z.strictObject({ ...common, kind: z.literal('neighbours'), goal: ratio }),
  /** For every task and language. */
  z.strictObject({ ...common, kind: z.literal('calibration'), atMost: ratio }),
  /** The share of a documentation's sentences that have one of the labels. */
  z.strictObject({
    ...common,
    kind: z.literal('documentation'),
    task: z.string(),
    labels: z.array(z.string()).min(1),
    atMost: ratio,
  }),
  /** Megabytes. */
  z.strictObject({ ...common, kind: z.literal('size'), atMost: z.number().positive() }),
  /** A ratio to the time of `--against`. */
  z.strictObject({ ...common, kind: z.literal('time'), atMost: z.number().positive() }),
]);

export type Goal = z.infer<typeof goal>;
export type GoalOf<Kind extends Goal['kind']> = Extract<Goal, { kind: Kind }>;
export type Measure = z.infer<typeof measures>[number];

export function readGoals(path = join(import.meta.dirname, 'goals.json')): Goal[] {
  return z.array(goal).parse(JSON.parse(readFileSync(path, 'utf8')));
}
