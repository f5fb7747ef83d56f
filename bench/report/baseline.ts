import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { machine } from './machine.ts';
import type { Row } from './row.ts';

const file = join(import.meta.dirname, '../baseline.json');

/** Ratios of a former run: they travel between machines better than times do, yet not without a tolerance. */
interface Baseline {
  machine: string;
  /** `tolerance` is the share of the ratio that may be lost. */
  cases: Record<string, { ratio: number; tolerance: number }>;
}

const read = (): Baseline => JSON.parse(readFileSync(file, 'utf8'));

/** What has become worse than the baseline allows, in words. */
export function regressions(rows: readonly Row[]): string[] {
  const { cases } = read();
  return rows.flatMap(({ id, figures, reason }) => {
    const former = cases[id];
    if (former === undefined) return [];
    if (figures === undefined) return [`${id}: ${former.ratio} before, not run now: ${reason}`];
    const least = former.ratio * (1 - former.tolerance);
    if (figures.ratio >= least) return [];
    return [
      `${id}: ${figures.ratio.toFixed(2)}, expected ${least.toFixed(2)} at least (${former.ratio} before)`,
    ];
  });
}

/** Takes these rows' ratios as the baseline; a row that did not run keeps what it had. */
export function updateBaseline(rows: readonly Row[]): void {
  const { cases } = read();
  for (const { id, figures } of rows) {
    if (figures === undefined) continue;
    cases[id] = { ratio: Number(figures.ratio.toPrecision(3)), tolerance: cases[id]?.tolerance ?? 0.25 };
  }
  const baseline: Baseline = { machine: machine(), cases };
  writeFileSync(file, `${JSON.stringify(baseline, undefined, 2)}\n`);
}
