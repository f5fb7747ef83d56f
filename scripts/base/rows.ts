/** One row of the table a goal, or more where the goal has more than one measure. */
import type { EvaluationReport } from '../../src/training/evaluate.ts';
import type { NaiveBayes, Source } from '../data/sources.ts';
import { type Answers, chosenAnswers, metricsOf } from './answers.ts';
import type { Speed } from './cost.ts';
import type { FalseAlarms } from './documentation.ts';
import type { FewShot } from './fewShot.ts';
import type { Goal, GoalOf, Measure } from './goals.ts';
import { type Figure, figureOf } from './measures.ts';

export interface Row {
  id: string;
  title: string;
  /** `accuracy`, `f1 of debt`, `shown` ... */
  measure: string;
  /** Absent where it could not be measured. */
  figure?: Figure;
  /** Why there is no figure, or what else is to be said of it. */
  note?: string;
  /** At least, or at most. */
  goal?: number;
  atMost?: number;
  /** Whether the figure is as wanted; absent where there is no figure or no goal. */
  met?: boolean;
  known?: string;
}

/** What was measured; a part that is absent was not. */
export interface Measured {
  answers: readonly Answers[];
  /** By the experiment's id: what `manylens evaluate --json` wrote. */
  experiments: ReadonlyMap<string, EvaluationReport>;
  sources: readonly Pick<Source, 'id' | 'naiveBayes'>[];
  /** By source. */
  fewShot: ReadonlyMap<string, FewShot>;
  neighbours?: Figure;
  /** By the goal's id. */
  documentation: ReadonlyMap<string, FalseAlarms>;
  /** Of the bundle. */
  bytes: number;
  speed?: Speed;
}

export function rowsOf(goals: readonly Goal[], measured: Measured): Row[] {
  return goals.flatMap(goal => rowsFor(goal, measured)).map(judged);
}

/** So much above naive Bayes is wanted of a task without a goal of its own, or half of the room that there is. */
const aboveBayes = (value: number) => Math.min(value + 0.03, (value + 1) / 2);

function rowsFor(goal: Goal, measured: Measured): Row[] {
  const { id, title, known } = goal;
  const row = { id, title, known };
  switch (goal.kind) {
    case 'rows':
      return setRows(goal, measured);
    case 'experiment':
      return experimentRows(goal, measured.experiments.get(id));
    case 'few-shot': {
      const figure = measured.fewShot.get(goal.source);
      const note = figure ? `standard error ${figure.standardError.toFixed(3)}` : noVector;
      return [{ ...row, measure: 'accuracy', figure, goal: goal.goal, note }];
    }
    case 'neighbours': {
      const { neighbours: figure } = measured;
      return [{ ...row, measure: 'accuracy', figure, goal: goal.goal, ...(!figure && { note: noVector }) }];
    }
    case 'calibration':
      return measured.answers.map(answers => {
        const { n, ece } = metricsOf(answers);
        const name = `${title}, ${answers.task} (${answers.language})`;
        return { ...row, title: name, measure: 'ECE', figure: { n, value: ece }, atMost: goal.atMost };
      });
    case 'documentation': {
      const alarms = measured.documentation.get(id);
      const note = alarms ? undefined : missing(goal.task);
      return [
        { ...row, measure: 'shown', figure: alarms?.shown, atMost: goal.atMost, note },
        {
          ...row,
          known: undefined,
          measure: 'most probable',
          figure: alarms?.best,
          atMost: goal.atMost,
          note,
        },
      ];
    }
    case 'size': {
      const value = measured.bytes / 1e6;
      return [{ ...row, measure: 'MB', figure: { n: 1, value }, atMost: goal.atMost }];
    }
    case 'time': {
      const { speed } = measured;
      const figure = speed && { n: speed.n, value: speed.ratio };
      const note = speed
        ? `${speed.ours.toFixed(0)} against ${speed.theirs.toFixed(0)} ms a thousand sentences`
        : 'give the older bundle: --against DIR';
      return [{ ...row, measure: 'ratio', figure, atMost: goal.atMost, note }];
    }
  }
}

const noVector = "the model has no sentence's vector, or the data are not there";
const missing = (task: string, language?: string) =>
  `the model has no task ${task}${language === undefined ? '' : ` in ${language}`}`;

function setRows(goal: GoalOf<'rows'>, { answers, sources }: Measured): Row[] {
  const { id, title, known, naiveBayes, label } = goal;
  const chosen = chosenAnswers(answers, goal);
  const hasTask = answers.some(({ task, language }) => task === goal.task && language === goal.language);
  const note = chosen
    ? undefined
    : hasTask
      ? 'the data have no such rows'
      : missing(goal.task, goal.language);
  const bayes = sources
    .find(source => source.id === goal.source)
    ?.naiveBayes.find(b => b.task === naiveBayes);
  return goal.measures.map(measure => {
    const beside = bayes && bayesOf(bayes, measure);
    return {
      id,
      title,
      measure: nameOf(measure, label),
      figure: chosen && figureOf(metricsOf(chosen).confusion, chosen.labels, measure, label),
      note,
      goal: goal.goal ?? (beside === undefined ? undefined : aboveBayes(beside)),
      known: beside === undefined ? known : `naive Bayes ${beside.toFixed(3)}, on a split of its own`,
    };
  });
}

const bayesOf = (bayes: NaiveBayes, measure: Measure) =>
  measure === 'accuracy' ? bayes.acc : measure === 'macroF1' ? bayes.macro_f1 : undefined;

const nameOf = (measure: Measure, label?: string) => (measure === 'f1' ? `F1 of ${label}` : measure);

/** Several tasks of an experiment count as the mean of theirs; its interval is that of all rows together. */
function experimentRows(goal: GoalOf<'experiment'>, report: EvaluationReport | undefined): Row[] {
  const { id, title, known, label } = goal;
  return goal.measures.map(measure => {
    const row = { id, title, known, goal: goal.goal, measure: nameOf(measure, label) };
    const tasks = Object.values(report?.tasks ?? {});
    if (tasks.length === 0) return { ...row, note: `no report ${id}.json in --reports` };
    const figures = tasks.map(task => figureOf(task.confusion, Object.keys(task.perClass), measure, label));
    const n = figures.reduce((sum, figure) => sum + figure.n, 0);
    const value = figures.reduce((sum, figure) => sum + figure.value, 0) / figures.length;
    const labels = Object.keys(tasks[0].perClass);
    const pooled = labels.map((_, t) => labels.map((_, p) => sumOf(tasks.map(task => task.confusion[t][p]))));
    return { ...row, figure: { n, value, interval: figureOf(pooled, labels, measure, label).interval } };
  });
}

const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, n) => sum + n, 0);

function judged(row: Row): Row {
  const { figure, goal, atMost } = row;
  if (figure === undefined || (goal ?? atMost) === undefined) return row;
  return { ...row, met: goal !== undefined ? figure.value >= goal : figure.value <= atMost! };
}
