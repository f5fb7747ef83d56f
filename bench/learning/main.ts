/**
 * Learning from few labels: `manylens finetune` beside tf-idf with logistic regression, on sets that the base never saw.
 *   node bench/learning/main.ts --data FOLDER [--model BUNDLE] [--labels N,N] [--draws N] [--only SET,SET] [--python PROGRAM]
 * `node esbuild.mjs` first. FOLDER holds the sets of scripts/data/unseen.ts as their makers publish them (`npm run data`
 * puts them into data/raw). The peer runs where PROGRAM has requirements.txt's packages.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { RawRow } from '../../scripts/data/formats.ts';
import { openScorerIn } from '../../src/engine/node/openScorerIn.ts';
import { finetuneFiles } from '../../src/training/node/finetuneFiles.ts';
import { align } from '../report/table.ts';
import { labelLines, readSet, setNames, sizesOf } from './sets.ts';

const root = join(import.meta.dirname, '../..');
const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    model: { type: 'string', default: join(root, 'models/base') },
    labels: { type: 'string' },
    draws: { type: 'string', default: '3' },
    only: { type: 'string' },
    python: { type: 'string', default: 'python3' },
  },
});
const { data } = values;
if (data === undefined) throw new Error('expected --data FOLDER.');
const wasmPath = join(root, 'dist/wasm/');
const sets = values.only?.split(',') ?? setNames;
const sizes = values.labels?.split(',').map(Number);
const beside = mkdtempSync(join(tmpdir(), 'manylens-learning-'));

try {
  const lines: string[][] = [];
  for (const set of sets) for (const size of sizes ?? sizesOf(set)) lines.push(...(await linesOf(set, size)));
  console.log(
    align([['set', 'draw', 'labels', 'manylens', 'tf-idf', 'held out', 'seconds', 'MB'], ...lines]),
  );
} finally {
  rmSync(beside, { recursive: true });
}

async function linesOf(set: string, size: number): Promise<string[][]> {
  const { test, drawn } = readSet(data!, set);
  const chinese = set.startsWith('zh-');
  const figures: number[][] = [];
  const lines: string[][] = [];
  for (let seed = 1; seed <= Number(values.draws); seed++) {
    const train = drawn(seed, size);
    const { accuracy, heldOut, seconds, bytes } = await ours(train, test, chinese ? 'zh' : 'en');
    const peer = tfIdf(train, test, chinese);
    figures.push([accuracy, peer]);
    lines.push([
      ...[set, `${seed}`, `${train.length}`, accuracy.toFixed(3), peer.toFixed(3)],
      ...[heldOut.toFixed(3), seconds.toFixed(1), (bytes / 1e6).toFixed(2)],
    ]);
  }
  const [own, peers] = [0, 1].map(column => withError(figures.map(row => row[column])));
  return [...lines, [set, 'mean', `${size} each`, own, peers, '', '', '']];
}

/** The mean, and its standard error over the draws. */
function withError(figures: readonly number[]): string {
  const n = figures.length;
  const mean = figures.reduce((sum, figure) => sum + figure, 0) / n;
  const variance = figures.reduce((sum, figure) => sum + (figure - mean) ** 2, 0) / (n - 1);
  return `${mean.toFixed(3)} ±${Math.sqrt(variance / n).toFixed(3)}`;
}

/** Fine-tunes as the command does, and scores as the command does. */
async function ours(train: readonly RawRow[], test: readonly RawRow[], language: string) {
  const labels = join(beside, 'labels.jsonl');
  const out = join(beside, 'tuned');
  writeFileSync(labels, labelLines(train));
  const { tasks, seconds } = await finetuneFiles(
    { labels: [labels], model: values.model, out, seed: 1 },
    { backend: 'wasm', wasmPath },
  );
  const scorer = await openScorerIn(out, { backend: 'wasm', wasmPath, native: false });
  const segments = test.map(({ text }) => ({ start: 0, end: text.length, text, language, kinds: [] }));
  const scored = await scorer.score(segments, { tasks: ['new'] });
  const names = scorer.model.tasks.find(({ id }) => id === 'new')!.labels;
  scorer.dispose();
  const right = scored.filter(({ scores }, n) => {
    const { probabilities = [] } = scores.new ?? {};
    return names[probabilities.indexOf(Math.max(...probabilities))] === test[n].label;
  });
  return {
    accuracy: right.length / test.length,
    heldOut: tasks.new.after!.accuracy,
    seconds,
    bytes: readFileSync(join(out, 'heads.bin')).length,
  };
}

function tfIdf(train: readonly RawRow[], test: readonly RawRow[], characters: boolean): number {
  const program = join(import.meta.dirname, 'tfidf.py');
  const input = JSON.stringify({ train, test, characters });
  return Number(execFileSync(values.python, [program], { input, encoding: 'utf8' }));
}
