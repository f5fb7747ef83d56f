/** The test rows and what the model says of them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Scorer } from '../../src/engine/scorer.ts';
import { kindSet } from '../../src/text/kinds.ts';
import type { Segment } from '../../src/text/segment.ts';
import { argMax, taskMetrics } from '../../src/training/metrics.ts';
import type { GoalOf } from './goals.ts';

/** What of a scorer is asked; or what stands for one in a test. */
export type Model = Pick<Scorer, 'model' | 'score' | 'embed'>;

/** A prepared row. */
export interface TestRow {
  text: string;
  label: string;
  source: string;
  part?: string;
}

/** A task's test rows in one language. */
export interface TestSet {
  task: string;
  /** BCP-47. */
  language: string;
  rows: TestRow[];
}

export interface Answers extends TestSet {
  labels: string[];
  /** Calibrated, a row each, in the order of the labels. */
  probabilities: number[][];
}

/** Of every `TASK.LANG.test.jsonl` in the folder that has rows. */
export function readTestSets(prepared: string): TestSet[] {
  return readdirSync(prepared)
    .sort()
    .flatMap(name => {
      const [, task, language] = /^(.+)\.(.+)\.test\.jsonl$/.exec(name) ?? [];
      if (task === undefined) return [];
      const rows = jsonLines<TestRow>(readFileSync(join(prepared, name), 'utf8'));
      return rows.length === 0 ? [] : [{ task, language, rows }];
    });
}

export function jsonLines<T>(text: string): T[] {
  return text.split('\n').flatMap(line => (line === '' ? [] : [JSON.parse(line)]));
}

/** The texts as segments, each a whole one. Nothing here asks whether a task is asked of them. */
export function segmentsOf(texts: readonly string[], language: string): Segment[] {
  const kinds = kindSet('prose');
  return texts.map(text => ({ start: 0, end: text.length, text, language, kinds }));
}

/** Of the sets whose task the model has in their language; every text is answered, for abstaining is not asked for here. */
export async function answersOf(
  model: Model,
  sets: readonly TestSet[],
  done: (task: string) => void = () => {},
): Promise<Answers[]> {
  const all: Answers[] = [];
  for (const set of sets) {
    const info = model.model.tasks.find(({ id }) => id === set.task);
    if (info === undefined || !reads(info.languages, set.language)) continue;
    const segments = segmentsOf(
      set.rows.map(({ text }) => text),
      set.language,
    );
    const scored = await model.score(segments, { tasks: [set.task] });
    const probabilities = scored.map(({ scores }) => scores[set.task].probabilities);
    all.push({ ...set, labels: info.labels, probabilities });
    done(`${set.task} (${set.language})`);
  }
  return all;
}

/** No language: every one. */
const reads = (languages: readonly string[], language: string) =>
  languages.length === 0 || languages.includes(language);

/** The answers as class numbers and probabilities. */
export function metricsOf({
  labels,
  rows,
  probabilities,
}: Pick<Answers, 'labels' | 'rows' | 'probabilities'>) {
  const truth = rows.map(({ label }) => labels.indexOf(label));
  return { truth, predicted: probabilities.map(argMax), ...taskMetrics(labels, truth, probabilities) };
}

/** The answers that a goal is about; undefined where there are none. */
export function chosenAnswers(all: readonly Answers[], goal: GoalOf<'rows'>): Answers | undefined {
  const found = all.find(({ task, language }) => task === goal.task && language === goal.language);
  if (found === undefined) return undefined;
  const labels = goal.labels ?? found.labels;
  const columns = labels.map(label => found.labels.indexOf(label));
  const kept = [...found.rows.keys()].filter(n => {
    const { source, part, label } = found.rows[n];
    return source === goal.source && (goal.part ?? part) === part && labels.includes(label);
  });
  if (kept.length === 0) return undefined;
  return {
    ...found,
    labels,
    rows: kept.map(n => found.rows[n]),
    probabilities: kept.map(n => columns.map(k => found.probabilities[n][k])),
  };
}
