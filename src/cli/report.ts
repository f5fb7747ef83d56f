/** Reports: figures in columns for people, JSON for programs. */
import { open, rename, rm } from 'node:fs/promises';
import { errors, messageOf } from '../base/errors.ts';
import { besideOf, removeLeft } from '../base/node/processes.ts';
import { STDIN } from './inputs.ts';
import type { Output } from './output.ts';
import { harmless, pad, widthOf } from './terminalText.ts';

/** Rows in columns: the first begins at the left, the others end at the right. */
export function columns(rows: readonly (readonly string[])[]): string {
  const safe = rows.map(row => row.map(harmless));
  const widths = safe[0].map((_, k) => Math.max(...safe.map(row => widthOf(row[k]))));
  return safe
    .map(row => row.map((cell, k) => (k === 0 ? pad(cell, widths[k]) : padStart(cell, widths[k]))).join('  '))
    .map(line => `${line.trimEnd()}\n`)
    .join('');
}

function padStart(text: string, width: number): string {
  return ' '.repeat(width - widthOf(text)) + text;
}

/** A ratio; a dash where there is none. */
export function figure(value: number | undefined): string {
  return value === undefined ? '–' : value.toFixed(3);
}

/**
 * Writes the report where it is wanted: the JSON into a file beside the figures, or instead of them for `-`.
 * @param json `--json`
 */
export async function writeReport(
  report: object,
  figures: string,
  json: string | undefined,
  stdout: Output,
): Promise<void> {
  const line = `${JSON.stringify(report)}\n`;
  if (json === STDIN) return await stdout.write(line);
  if (json !== undefined) await writeWhole(json, line);
  await stdout.write(figures);
}

/** Into a file beside, flushed, then renamed: the old content or the new, never half of it. */
export async function writeWhole(file: string, text: string | Iterable<string>): Promise<void> {
  const beside = besideOf(file, 'partial');
  try {
    await removeLeft(file, 'partial');
    await using handle = await open(beside, 'w');
    await handle.writeFile(text);
    await handle.sync();
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw errors.badInput('a file that can be written', messageOf(error), file);
  }
}
