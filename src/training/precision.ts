/** Whether a model may score in 8 bits: its answers beside those in floats, and what of that stands in its card. */
import { calibrate } from '../model/calibrate.ts';
import type { ManifestTask } from '../model/manifest.ts';
import type { Precision } from '../protocol/scores.ts';
import { argMax, taskMetrics } from './metrics.ts';

/** How often a task must answer as with floats; how much accuracy, and calibration, it may lose. */
const AGREEMENT = 0.995;
const ACCURACY = 0.002;
const CALIBRATION = 0.005;

/** Of sums of float64 numbers: one text of two hundred is half a hundredth. */
const ROUNDING = 1e-9;

/** What a task answers to some texts, before calibration, a row a text. */
export interface AnswersInBoth extends Record<Precision, readonly Float32Array[]> {
  task: Pick<ManifestTask, 'id' | 'labels' | 'temperature'>;
  /** Indices into the task's labels; absent where nobody knows them. */
  truth?: readonly number[];
}

export interface PrecisionFigures {
  id: string;
  texts: number;
  /** How often both give the same label, 0..1. */
  agreement: number;
  /** Where labels are known: of calibrated probabilities. */
  known?: Record<Precision, { accuracy: number; macroF1: number; ece: number }>;
}

export function precisionFigures({ task, truth, float, int8 }: AnswersInBoth): PrecisionFigures {
  const same = float.filter((row, n) => argMax(row) === argMax(int8[n])).length;
  const metrics = (rows: readonly Float32Array[]) =>
    taskMetrics(
      task.labels,
      truth!,
      rows.map(row => calibrate(row, task.temperature)),
    );
  return {
    id: task.id,
    texts: float.length,
    agreement: float.length === 0 ? 1 : same / float.length,
    ...(truth && { known: { float: metrics(float), int8: metrics(int8) } }),
  };
}

/**
 * 8 bits where they cost no task anything. Of few texts one alone may be beyond a limit: it may be chance.
 * @param figures a task may be measured more than once; of no texts nothing is known
 */
export function chosenPrecision(figures: readonly PrecisionFigures[]): Precision {
  const measured = figures.filter(({ texts }) => texts > 0);
  if (measured.length === 0) return 'float';
  const costs = measured.some(({ texts, agreement, known }) => {
    const within = (loss: number, limit: number, atOnce = 1) =>
      loss <= Math.max(limit, atOnce / texts) + ROUNDING;
    if (!within(1 - agreement, 1 - AGREEMENT)) return true;
    if (known === undefined) return false;
    const { float, int8 } = known;
    // A text that falls into the next bin moves two bins, each by one text at most.
    return !(
      within(float.accuracy - int8.accuracy, ACCURACY) && within(int8.ece - float.ece, CALIBRATION, 2)
    );
  });
  return costs ? 'float' : 'int8';
}

const TITLE = '## Precision';

/**
 * A card with the section about the precision, in the place of a former one or at the end.
 * @param measured what was measured, and on which texts, in words
 */
export function cardWithPrecision(
  card: string,
  precision: Precision,
  measured: readonly { on: string; figures: readonly PrecisionFigures[] }[],
): string {
  const section = [
    TITLE,
    `Scores with recurrent weights ${precision === 'int8' ? 'of 8 bits' : 'in floats'}. Of 8 bits they are where each task ` +
      `answers as with floats at ${percent(AGREEMENT)} of texts, and loses at most ${percent(ACCURACY)} of accuracy and ` +
      `${percent(CALIBRATION)} of calibration; of few texts one may differ.`,
    ...measured.flatMap(({ on, figures }) => [`On ${on}, floats / 8 bits:`, table(figures)]),
  ].join('\n\n');
  const at = card.indexOf(`\n${TITLE}\n`);
  if (at < 0) return `${card.trimEnd()}\n\n${section}\n`;
  const behind = card.slice(at + 1 + TITLE.length);
  const next = behind.search(/^(## |<!-- )/m);
  const after = next < 0 ? '' : `\n${behind.slice(next)}`;
  return `${card.slice(0, at).trimEnd()}\n\n${section}\n${after}`;
}

function table(figures: readonly PrecisionFigures[]): string {
  const both = ({ known }: PrecisionFigures, key: 'accuracy' | 'macroF1' | 'ece') =>
    known ? `${percent(known.float[key])} / ${percent(known.int8[key])}` : '-';
  return [
    '| task | n | same label | accuracy | macro-F1 | calibration error |',
    '| --- | --- | --- | --- | --- | --- |',
    ...figures.map(
      row =>
        `| ${row.id} | ${row.texts} | ${percent(row.agreement)} | ${both(row, 'accuracy')} | ${both(row, 'macroF1')} | ` +
        `${both(row, 'ece')} |`,
    ),
  ].join('\n');
}

const percent = (ratio: number) => `${Number((100 * ratio).toFixed(2))} %`;
