import { inEnglish } from '../base/words.ts';
import { bothPrecisions } from '../engine/node/bothPrecisions.ts';
import type { BackendChoice } from '../protocol/scores.ts';
import type { Interval } from '../protocol/taskReport.ts';
import type { FinetuneReport, FinetuneRequest } from '../protocol/training.ts';
import { finetuneFiles } from '../training/node/finetuneFiles.ts';
import { exitCodes } from './failure.ts';
import { columns, figure, writeReport } from './report.ts';
import type { Surroundings } from './surroundings.ts';
import { harmless } from './terminalText.ts';

export interface FinetuneOptions extends Omit<FinetuneRequest, 'labels' | 'model'> {
  /** A bundle's folder; the shipped one when absent. */
  model?: string;
  backend: BackendChoice;
  /** A file, or `-` for stdout. */
  json?: string;
}

/** `manylens finetune`. @returns the exit code */
export async function finetune(
  labels: string[],
  options: FinetuneOptions,
  { installation, progress, stdout, warn }: Surroundings,
): Promise<number> {
  const { wasmPath, baseModel } = installation;
  const { json, backend, model = baseModel, ...rest } = options;
  const report = await finetuneFiles(
    { ...rest, labels, model },
    {
      ...{ backend, wasmPath, openBoth: bothPrecisions(wasmPath) },
      progress: (stage, done, total) => progress.show({ stage, done, total }),
    },
  );
  progress.hide();
  for (const line of [...report.notes, ...report.skipped]) warn(inEnglish(line));
  for (const [id, { unmeasured = [] }] of Object.entries(report.tasks)) {
    if (unmeasured.length === 0) continue;
    warn(`of ${id}, labels with a single example are learnt but not measured: ${unmeasured.join(', ')}.`);
  }
  const reason = inEnglish(report.reason);
  const refused = report.refused.map(inEnglish);
  warn(`what learnt: ${reason}.`);
  await writeReport({ ...report, reason, refused }, figuresOf(report), json, stdout);
  if (report.accepted) return exitCodes.done;
  for (const line of refused) warn(`${line}.`);
  const expected = 'expected what was learnt to help and the tasks of before to stay as good';
  warn(`the fine-tuned model was refused and ${options.out} is as it was: ${expected}, found otherwise.`);
  return exitCodes.refused;
}

function figuresOf({ tasks, guard }: FinetuneReport): string {
  const head = ['task', 'labels', 'accuracy before', 'after', '95 %', 'macroF1 before', 'after', '95 %'];
  const learnt = Object.entries(tasks).map(([id, { examples, before, after, intervals }]) => [
    id,
    String(examples),
    figure(before?.accuracy),
    figure(after?.accuracy),
    range(intervals?.after.accuracy),
    figure(before?.macroF1),
    figure(after?.macroF1),
    range(intervals?.after.macroF1),
  ]);
  const guarded = Object.entries(guard).map(([id, { before, after }]) => [
    `${id} (guard)`,
    '',
    figure(before.accuracy),
    figure(after.accuracy),
    '',
    figure(before.macroF1),
    figure(after.macroF1),
    '',
  ]);
  return columns([head, ...learnt, ...guarded]) + Object.entries(tasks).map(adviceOf).join('');
}

function range(interval: Interval | undefined): string {
  return interval === undefined ? '–' : interval.map(figure).join('-');
}

/** A line where the learning curve rises beyond chance. */
function adviceOf([id, { curve }]: [string, FinetuneReport['tasks'][string]]): string {
  if (!curve?.rising) return '';
  const [half, all] = curve.points.slice(-2).map(point => `${figure(point.accuracy)} with ${point.examples}`);
  return `${harmless(id)}: more labels would help: accuracy is ${all}, ${half}.\n`;
}
