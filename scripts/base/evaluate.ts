/**
 * Prints the table of figures: `npm run evaluate:base -- [--mirror DIR] [--model DIR] [--against DIR] [--reports DIR]
 * [--data DIR] [--json FILE] [--card [--sealed]]`. Prepares the data where they are not there; `--against` is an older bundle, whose
 * time is compared; `--reports` holds what `manylens evaluate --json` wrote of the experiments; `--card` writes the
 * figures into the bundle's card, the sealed functional tests with them where `--sealed` says so, and the calibration
 * curves into docs/model.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { openScorerIn } from '../../src/engine/node/openScorerIn.ts';
import { CARD, withFile } from '../../src/model/bundleContent.ts';
import { readBundleFiles, writeBundleFiles } from '../../src/model/node/bundleFiles.ts';
import { readSources } from '../data/sources.ts';
import type { Answers } from './answers.ts';
import { metricsOf } from './answers.ts';
import { cardWith, picturesOf } from './card.ts';
import { readmeSentences } from './documentation.ts';
import { readGoals } from './goals.ts';
import { measure, measureSpeed, type Open } from './measure.ts';
import { type Row, rowsOf } from './rows.ts';
import { textTable } from './table.ts';
import { trustSection } from './trustSection.ts';

const root = join(import.meta.dirname, '../..');
const { values: options } = parseArgs({
  options: {
    mirror: { type: 'string' },
    model: { type: 'string', default: join(root, 'models/base') },
    against: { type: 'string' },
    reports: { type: 'string' },
    data: { type: 'string', default: join(root, 'data') },
    json: { type: 'string' },
    card: { type: 'boolean', default: false },
    sealed: { type: 'boolean', default: false },
  },
});

const open: Open = (bundle, remember) =>
  openScorerIn(bundle, { backend: 'wasm', native: false, wasmPath: join(root, 'dist/wasm/'), remember });

try {
  prepareData();
  await evaluate();
} catch (error) {
  console.error(`evaluate:base: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 2;
}

function prepareData(): void {
  if (existsSync(join(options.data, 'prepared/summary.json'))) return;
  const mirror = options.mirror === undefined ? [] : ['--mirror', options.mirror];
  const args = [join(root, 'scripts/data/main.ts'), '--out', options.data, ...mirror];
  const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error('expected the data, found that they cannot be prepared.');
}

async function evaluate(): Promise<void> {
  const goals = readGoals();
  const places = { root, sentences: readmeSentences(root), ...options };
  const scorer = await open(options.model);
  const measured = await measure(scorer, goals, places, what => console.error(`measured: ${what}`));
  const speed = options.against === undefined ? undefined : await measureSpeed(open, places, options.against);
  const rows = rowsOf(goals, { ...measured, speed });
  const trust = options.card ? await trustSection(scorer, options.sealed) : '';
  scorer.dispose();
  console.log(textTable(rows));
  const { name, version } = scorer.model;
  if (options.json !== undefined) {
    const tasks = Object.fromEntries(
      measured.answers.map(answers => [`${answers.task} (${answers.language})`, shortMetrics(answers)]),
    );
    const alarms = Object.fromEntries(measured.documentation);
    const report = { model: { name, version }, rows, tasks, documentation: alarms, speed };
    writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
  }
  if (options.card) await writeCard(rows, measured.answers, trust);
}

function shortMetrics(answers: Answers) {
  const { truth: _, predicted: __, ...metrics } = metricsOf(answers);
  return metrics;
}

/** The bundle is replaced as a whole: its manifest has the card's hash. */
async function writeCard(rows: readonly Row[], answers: readonly Answers[], trust: string): Promise<void> {
  const folder = join(root, 'docs/model');
  mkdirSync(folder, { recursive: true });
  for (const [name, svg] of picturesOf(answers)) writeFileSync(join(folder, name), svg);
  const files = await readBundleFiles(options.model);
  const pictures = `${relative(options.model, folder).replaceAll('\\', '/')}/`;
  const sources = readSources(join(root, 'scripts/data/sources.json'));
  const card = new TextDecoder().decode(files.get(CARD));
  const written = new TextEncoder().encode(cardWith(card, { rows, answers, sources, trust, pictures }));
  await writeBundleFiles(options.model, await withFile(files, CARD, written, options.model));
}
