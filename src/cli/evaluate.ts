import type { BackendChoice } from '../protocol/scores.ts';
import type { EvaluationReport } from '../training/evaluate.ts';
import { evaluateFiles } from '../training/node/evaluateFiles.ts';
import { columns, figure, writeReport } from './report.ts';
import type { Surroundings } from './surroundings.ts';

export interface EvaluateOptions {
  /** A bundle's folder; the shipped one when absent. */
  model?: string;
  dataRoot?: string;
  split: 'test' | 'validation';
  seed: number;
  backend: BackendChoice;
  /** A file, or `-` for stdout. */
  json?: string;
}

/** `manylens evaluate`. */
export async function evaluate(
  experiment: string,
  options: EvaluateOptions,
  { installation, progress, stdout, warn }: Surroundings,
): Promise<void> {
  const { wasmPath, baseModel } = installation;
  const { json, model = baseModel, ...rest } = options;
  const { report, warnings } = await evaluateFiles({ ...rest, experiment, model, wasmPath }, progress.show);
  progress.hide();
  for (const warning of warnings) warn(warning);
  await writeReport(report, figuresOf(report), json, stdout);
}

function figuresOf({ tasks, average, split }: EvaluationReport): string {
  const rows = Object.entries(tasks).map(([id, { n, accuracy, macroF1, ece }]) => {
    return [id, String(n), figure(accuracy), figure(macroF1), figure(ece)];
  });
  const mean = ['average', '', figure(average.accuracy), figure(average.macroF1), ''];
  return columns([[split, 'n', 'accuracy', 'macroF1', 'ece'], ...rows, ...(rows.length > 1 ? [mean] : [])]);
}
