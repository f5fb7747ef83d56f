/**
 * The benchmarks: Manylens beside its peers, in one run, on this machine. docs/performance.md says what each row is.
 *   npm run bench -- [--only ID,ID] [--json FILE] [--check] [--update-baseline] [--docs]
 *   npm run bench -- --growth [--docs]   how our own cost grows, instead of the cases
 */
import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { Case } from './case.ts';
import { cases } from './cases.ts';
import { growth } from './growth/growth.ts';
import { regressions, updateBaseline } from './report/baseline.ts';
import { writeCases, writeGrowth } from './report/document.ts';
import { machine } from './report/machine.ts';
import { CannotRun, type Row, toJson } from './report/row.ts';
import { align, textTable } from './report/table.ts';
import { installPackages } from './setup.ts';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    json: { type: 'string' },
    check: { type: 'boolean' },
    'update-baseline': { type: 'boolean' },
    growth: { type: 'boolean' },
    docs: { type: 'boolean' },
  },
});

const asked = options.only?.split(',');
const unknown = asked?.filter(id => !cases.some(one => one.id === id)) ?? [];
if (unknown.length > 0) {
  console.error(`expected ids out of ${cases.map(one => one.id).join(', ')}, found ${unknown.join(', ')}.`);
  process.exit(2);
}

installPackages();
console.log(`${machine()}\n`);
if (options.growth) await printGrowth();
else await runCases();

async function printGrowth(): Promise<void> {
  const tables = await growth();
  for (const { title, headings, lines } of tables) console.log(`${title}\n${align([headings, ...lines])}\n`);
  if (options.docs) writeGrowth(tables);
}

async function runCases(): Promise<void> {
  const rows: Row[] = [];
  for (const one of cases) {
    if (asked === undefined || asked.includes(one.id)) rows.push(await rowOf(one));
  }
  console.log(textTable(rows));
  if (options.json !== undefined) writeFileSync(options.json, toJson(rows));
  if (options['update-baseline']) updateBaseline(rows);
  if (options.docs) await writeCases(rows);
  const worse = options.check ? regressions(rows) : [];
  for (const line of worse) console.error(`worse than bench/baseline.json: ${line}`);
  process.exitCode = worse.length > 0 || rows.some(row => row.failed) ? 1 : 0;
}

async function rowOf({ id, unit, goal, measure }: Case): Promise<Row> {
  const started = performance.now();
  const row: Row = { id, unit, goal };
  try {
    row.figures = await measure();
  } catch (error) {
    row.reason = error instanceof Error ? error.message : String(error);
    row.failed = !(error instanceof CannotRun);
  }
  console.error(`${id} took ${((performance.now() - started) / 1000).toFixed(0)} s.`);
  return row;
}
