/** The sets that the base never saw (scripts/data/unseen.ts), and what is drawn of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { draw, fewShotSplit } from '../../scripts/base/fewShot.ts';
import type { RawRow } from '../../scripts/data/formats.ts';
import { unseen } from '../../scripts/data/unseen.ts';

export const setNames = Object.keys(unseen);

/** Of the sets that have no hundred of each label. */
const fewer = new Set(['clinc150', 'satd-commits-prs']);

/** Labels a class that are drawn, where nothing else is asked for. */
export const sizesOf = (set: string): number[] => [10, fewer.has(set) ? 50 : 100];

/** @param data the folder with the sets, as their makers publish them */
export function readSet(data: string, set: string) {
  const { pool, test } = fewShotSplit(unseen[set](name => readFileSync(join(data, set, name))));
  return { test, drawn: (seed: number, each: number) => draw(pool, seed, each) };
}

/** A label file's lines, of the task `new`. */
export const labelLines = (rows: readonly RawRow[]): string =>
  rows.map(({ text, label }) => `${JSON.stringify({ text, task: 'new', label })}\n`).join('');
