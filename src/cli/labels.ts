/** `dist/labels.js`: `manylens labels import`, `check` and `export`. */
import { join, relative } from 'node:path';
import { errors } from '../base/errors.ts';
import { inEnglish, type Said } from '../base/words.ts';
import { type ExportFormat, exportLabels, type Labelled } from '../labels/exporting.ts';
import { resolveLabels } from '../labels/labelFile.ts';
import { mergeAdvice } from '../labels/node/gitMerge.ts';
import { importLabels as importFiles, undoImport } from '../labels/node/importLabels.ts';
import { readAllLabels } from '../labels/node/readLabels.ts';
import type { LabelReading } from '../protocol/labels.ts';
import type { BackendChoice } from '../protocol/scores.ts';
import { STDIN } from './inputs.ts';
import { checkReport } from './labelsReport.ts';
import { writeWhole } from './report.ts';
import type { Surroundings } from './surroundings.ts';

/** Of the folder that the command is run in. */
const ownFile = join('.manylens', 'labels.jsonl');

export interface ImportOptions extends LabelReading {
  to?: string;
  undo?: boolean;
}

/** `manylens labels import`. */
export async function importLabels(
  files: readonly string[],
  { to = ownFile, undo = false, ...reading }: ImportOptions,
  { stdout, progress, warn }: Surroundings,
): Promise<void> {
  if (undo) {
    if (files.length > 0) throw errors.badInput('no files beside --undo', files.join(', '));
    const { removed, import: name } = await undoImport(to);
    await stdout.write(`${to}: took back the import of ${name}: ${labels(removed)} fewer.\n`);
    return;
  }
  if (files.length === 0) throw errors.badInput('files to import', 'none');
  if (to === STDIN) throw errors.badInput('a label file after --to', 'the standard output');
  const held = new HeldLines(warn);
  const { added, known, skipped } = await importFiles(files, {
    ...{ to, reading, now: new Date().toISOString() },
    tell: line => held.add(line),
    progress: (file, done) => progress.show({ stage: file, done, total: 0, note: `${done} labels` }),
  });
  progress.hide();
  held.release();
  const others = [known > 0 ? `${known} known already` : '', skipped > 0 ? `${lines(skipped)} skipped` : ''];
  const rest = others.filter(part => part !== '').map(part => `, ${part}`);
  await stdout.write(`${to}: ${labels(added)} added${rest.join('')}.\n`);
  if (added > 0) await suggestMerge(to, warn);
}

export interface CheckOptions extends LabelReading {
  /** A bundle's folder; the shipped one when absent. */
  model?: string;
  backend: BackendChoice;
}

/** `manylens labels check`. */
export async function checkLabels(
  files: readonly string[],
  { model, backend, ...reading }: CheckOptions,
  { installation, progress, stdout, warn }: Surroundings,
): Promise<void> {
  const all = await readAllLabels(files.length === 0 ? [ownFile] : files, reading);
  const { slipsIn } = await import('./learning.ts');
  const { slips, passedOver } = await slipsIn(all.records, model ?? installation.baseModel, {
    backend,
    wasmPath: installation.wasmPath,
    progress: (stage, done, total) => progress.show({ stage, done, total }),
  });
  progress.hide();
  for (const line of [...all.notes, ...all.skipped]) warn(inEnglish(line));
  for (const { task, texts } of passedOver)
    warn(`${task}: ${texts} texts are too many to look for slips among them.`);
  await stdout.write(checkReport(all.records, slips, record => all.places.get(record)!));
}

export interface ExportOptions extends LabelReading {
  toFormat: ExportFormat;
  to?: string;
}

/** `manylens labels export`: the labels as they stand now. */
export async function exportLabelFiles(
  files: readonly string[],
  { toFormat, to, ...reading }: ExportOptions,
  { stdout, warn }: Surroundings,
): Promise<void> {
  const { records, notes, skipped } = await readAllLabels(files.length === 0 ? [ownFile] : files, reading);
  const now = resolveLabels(records)
    .filter((record): record is Labelled => record.label !== null)
    .filter(({ task }) => reading.task === undefined || task === reading.task);
  if (now.length === 0) throw errors.badInput('labels to export', 'none');
  const parts = exportLabels(now, toFormat);
  for (const line of [...notes, ...skipped]) warn(inEnglish(line));
  if (to !== undefined && to !== STDIN) await writeWhole(to, parts);
  else for (const part of parts) await stdout.write(part);
}

/** Lines that wait for the end: where a command fails, its one line is all that is said. Not more than a screen's worth. */
class HeldLines {
  readonly #warn: (line: string) => void;
  #lines: string[] | undefined = [];

  constructor(warn: (line: string) => void) {
    this.#warn = warn;
  }

  add(line: Said): void {
    if (this.#lines === undefined) this.#warn(inEnglish(line));
    else if (this.#lines.push(inEnglish(line)) > 1000) this.release();
  }

  release(): void {
    for (const line of this.#lines ?? []) this.#warn(line);
    this.#lines = undefined;
  }
}

/** Says how git merges label files, where it does not know. */
async function suggestMerge(file: string, warn: (line: string) => void): Promise<void> {
  const advice = await mergeAdvice(file);
  if (advice === undefined) return;
  const attributes = relative('.', advice.attributes);
  warn(`So that git merges labels by itself, put this line into ${attributes}: ${advice.line}`);
}

const labels = (count: number) => `${count} ${count === 1 ? 'label' : 'labels'}`;
const lines = (count: number) => `${count} ${count === 1 ? 'line' : 'lines'}`;
