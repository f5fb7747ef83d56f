/**
 * What it brings that the encoder learns too: `--mode heads` beside `--mode full`.
 *   node bench/learning/full.ts --data FOLDER --set SET [--classes N] [--labels N] [--model BUNDLE]
 *   node bench/learning/full.ts --task ID --train FILE --test FILE [--rows N] [--model BUNDLE]
 * `node esbuild.mjs` first. The first form takes a set of scripts/data/unseen.ts, and of it the first N classes, as a new
 * task; the second rows of prepared files (`npm run data`), as a task that the model knows.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { draw, fewShotSplit } from '../../scripts/base/fewShot.ts';
import { unseen } from '../../scripts/data/unseen.ts';
import { inEnglish } from '../../src/base/words.ts';
import { openScorerIn } from '../../src/engine/node/openScorerIn.ts';
import { finetuneFiles } from '../../src/training/node/finetuneFiles.ts';
import { align } from '../report/table.ts';

type Labelled = { text: string; label: string };

const root = join(import.meta.dirname, '../..');
const { values } = parseArgs({
  options: {
    data: { type: 'string', default: join(root, 'data/raw') },
    model: { type: 'string', default: join(root, 'models/base') },
    set: { type: 'string' },
    classes: { type: 'string' },
    labels: { type: 'string', default: '50' },
    task: { type: 'string', default: 'new' },
    train: { type: 'string' },
    test: { type: 'string' },
    rows: { type: 'string', default: '1000' },
  },
});
const { set, task } = values;
const wasmPath = join(root, 'dist/wasm/');
const { train, test } = set === undefined ? prepared() : drawn(set);
const beside = mkdtempSync(join(tmpdir(), 'manylens-full-'));
try {
  const labels = join(beside, 'labels.jsonl');
  writeFileSync(labels, train.map(row => `${JSON.stringify({ ...row, task })}\n`).join(''));
  const lines: string[][] = [];
  for (const mode of ['heads', 'full'] as const) {
    const out = join(beside, mode);
    const before = process.cpuUsage();
    const report = await finetuneFiles(
      { labels: [labels], model: values.model, out, seed: 1, mode },
      { backend: 'wasm', wasmPath },
    );
    const { user, system } = process.cpuUsage(before);
    const [forgotten] = Object.entries(report.guard).sort(
      ([, a], [, b]) => a.after.accuracy - b.after.accuracy,
    );
    lines.push([
      ...[mode, `${train.length}`, report.accepted ? (await accuracyOf(out)).toFixed(3) : 'refused'],
      report.tasks[task].after?.accuracy.toFixed(3) ?? '–',
      ...[report.seconds.toFixed(1), ((user + system) / 1e6).toFixed(1)],
      ...[(100 * forgotten[1].after.accuracy).toFixed(2), forgotten[0]],
    ]);
    for (const line of report.refused) console.error(inEnglish(line));
  }
  console.log(
    align([['mode', 'labels', 'test', 'held out', 'seconds', 'CPU', 'least agreement, %', 'of'], ...lines]),
  );
} finally {
  rmSync(beside, { recursive: true });
}

function drawn(name: string) {
  const rows = unseen[name](file => readFileSync(join(values.data, name, file)));
  const classes = [...new Set(rows.map(({ label }) => label))].slice(
    ...[0, values.classes === undefined ? undefined : Number(values.classes)],
  );
  const { pool, test } = fewShotSplit(rows.filter(({ label }) => classes.includes(label)));
  return { train: draw(pool, 1, Number(values.labels)).map(short), test: test.map(short) };
}

function prepared() {
  const read = (file: string | undefined): Labelled[] => {
    if (file === undefined) throw new Error('expected --set SET, or --task ID --train FILE --test FILE.');
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    return lines.map(line => short(JSON.parse(line)));
  };
  return { train: read(values.train).slice(0, Number(values.rows)), test: read(values.test) };
}

function short({ text, label }: Labelled): Labelled {
  return { text, label };
}

async function accuracyOf(model: string): Promise<number> {
  const scorer = await openScorerIn(model, { backend: 'wasm', wasmPath, native: false });
  const segments = test.map(({ text }) => ({ start: 0, end: text.length, text, language: 'en', kinds: [] }));
  const scored = await scorer.score(segments, { tasks: [task] });
  const names = scorer.model.tasks.find(({ id }) => id === task)!.labels;
  scorer.dispose();
  const right = scored.filter(({ scores }, n) => {
    const { probabilities = [] } = scores[task] ?? {};
    return names[probabilities.indexOf(Math.max(...probabilities))] === test[n].label;
  });
  return right.length / test.length;
}
