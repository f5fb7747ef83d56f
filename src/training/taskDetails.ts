/** What held-out predictions say of a task beside its figures. */
import { groupBy } from '../base/groupBy.ts';
import type { Random } from '../base/random.ts';
import type { LearningCurve, MetricIntervals, Mistake, TaskDetails } from '../protocol/taskReport.ts';
import { macroF1Interval, wilson } from './intervals.ts';
import type { LabelledTask } from './labelledTasks.ts';
import { argMax, taskMetrics } from './metrics.ts';

/** Mistakes that are shown of a cell of the confusion matrix, and in all. */
const A_CELL = 5;
const IN_ALL = 200;
/** UTF-16 units of a text. */
const LONGEST = 500;

/** What was predicted of each example; nothing of one that was never held out. */
type Predictions = readonly (Float32Array | undefined)[];

/**
 * @param before what the model answered before, where it knew the task
 * @returns nothing where nothing was held out
 */
export function taskDetails(
  { labels, examples }: LabelledTask,
  before: Predictions | undefined,
  after: Predictions,
  curve: LearningCurve | null,
  random: Random,
): TaskDetails | undefined {
  const rows = [...examples.keys()].filter(row => after[row] !== undefined);
  if (rows.length === 0) return undefined;
  const truth = rows.map(row => examples[row].label);
  const intervals = (predictions: Predictions): MetricIntervals => {
    const predicted = rows.map(row => argMax(predictions[row]!));
    return {
      accuracy: wilson(predicted.filter((label, i) => label === truth[i]).length, rows.length),
      macroF1: macroF1Interval(truth, predicted, labels.length, random),
    };
  };
  const { perClass, confusion } = taskMetrics(
    labels,
    truth,
    rows.map(row => after[row]!),
  );
  return {
    labels,
    measured: rows.length,
    intervals: { before: before === undefined ? null : intervals(before), after: intervals(after) },
    perClass,
    confusion,
    mistakes: mistakes(
      { labels, examples },
      rows.map(row => ({ row, probabilities: after[row]! })),
    ),
    curve,
  };
}

/** The fullest cells first, in each what the model is surest of: likeliest to be a slip of whoever labelled. */
function mistakes(
  { labels, examples }: Pick<LabelledTask, 'labels' | 'examples'>,
  predictions: readonly { row: number; probabilities: Float32Array }[],
): Mistake[] {
  const wrong = predictions
    .map(({ row, probabilities }) => ({ row, predicted: argMax(probabilities), probabilities }))
    .filter(({ row, predicted }) => predicted !== examples[row].label)
    .map(({ probabilities, ...rest }) => ({ ...rest, probability: probabilities[rest.predicted] }));
  const cells = groupBy(wrong, ({ row, predicted }) => `${examples[row].label} ${predicted}`);
  return [...cells.values()]
    .sort((a, b) => b.length - a.length)
    .flatMap(cell => cell.sort((a, b) => b.probability - a.probability).slice(0, A_CELL))
    .slice(0, IN_ALL)
    .map(({ row, predicted, probability }) => {
      const { text, label, source, place } = examples[row];
      return {
        text: beginning(text),
        label: labels[label],
        predicted: labels[predicted],
        probability,
        ...(source && { source }),
        ...(place !== undefined && { place }),
      };
    });
}

/** No half of a character stays at the end. */
function beginning(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST).replace(/[\ud800-\udbff]$/, '')}…`;
}
