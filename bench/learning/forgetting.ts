/**
 * What the model's own tasks lose while it learns another one: their answers to the guard's texts, and how often these are
 * right on test rows, before and after each set of scripts/data/unseen.ts.
 *   node bench/learning/forgetting.ts --data FOLDER --prepared FOLDER [--mode heads|full] [--model BUNDLE] [--only SET,SET] [--labels N,N] [--rows N]
 * `node esbuild.mjs` first. --data holds the sets as their makers publish them, --prepared each task's test rows (`npm run
 * data`), of which N of a language are asked.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { inEnglish } from '../../src/base/words.ts';
import { bothPrecisions } from '../../src/engine/node/bothPrecisions.ts';
import { openScorerIn } from '../../src/engine/node/openScorerIn.ts';
import { guards, readGuard } from '../../src/model/guard.ts';
import type { ScoredSegment, TaskInfo } from '../../src/protocol/scores.ts';
import { argMax } from '../../src/training/metrics.ts';
import { finetuneFiles } from '../../src/training/node/finetuneFiles.ts';
import { align } from '../report/table.ts';
import { labelLines, readSet, setNames, sizesOf } from './sets.ts';

const root = join(import.meta.dirname, '../..');
const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    prepared: { type: 'string' },
    mode: { type: 'string', default: 'heads' },
    model: { type: 'string', default: join(root, 'models/base') },
    only: { type: 'string' },
    labels: { type: 'string' },
    rows: { type: 'string', default: '500' },
  },
});
const { data, prepared, model, mode } = values;
if (data === undefined || prepared === undefined)
  throw new Error('expected --data FOLDER and --prepared FOLDER.');
if (mode !== 'heads' && mode !== 'full') throw new Error('expected --mode heads or --mode full.');
const wasmPath = join(root, 'dist/wasm/');

/** What all models are asked. */
interface Asked {
  text: string;
  language: string;
  /** Of test rows: whose, and the right label. */
  task?: string;
  label?: string;
}

const guard = readGuard(readFileSync(join(model, 'guard.jsonl')), model);
const asked: Asked[] = [...guard.map(({ text, language }) => ({ text, language })), ...testRows()];
const before = await answersOf(model);
const columns: { title: string; after: Awaited<ReturnType<typeof answersOf>> | string }[] = [];
const beside = mkdtempSync(join(tmpdir(), 'manylens-forgetting-'));
try {
  for (const set of values.only?.split(',') ?? setNames)
    for (const size of values.labels?.split(',').map(Number) ?? sizesOf(set)) {
      const [labels, out] = [join(beside, 'labels.jsonl'), join(beside, `${set}-${size}`)];
      writeFileSync(labels, labelLines(readSet(data, set).drawn(1, size)));
      const report = await finetuneFiles(
        { labels: [labels], model, out, seed: 1, mode },
        { backend: 'wasm', wasmPath, openBoth: bothPrecisions(wasmPath) },
      );
      const refused = report.refused.map(inEnglish).join('; ');
      columns.push({ title: `${set} ${size}`, after: report.accepted ? await answersOf(out) : refused });
      rmSync(out, { recursive: true, force: true });
    }
} finally {
  rmSync(beside, { recursive: true });
}
console.log(`${mode}: ${asked.length} texts; answers as before in % of the guard's, test rows right in %`);
console.log(
  align([
    ['after', 'same bits', ...before.tasks.map(({ id }) => id)],
    ['before', '', ...before.tasks.map(task => cell(task, before))],
    ...columns.map(({ title, after }) =>
      typeof after === 'string'
        ? [title, 'refused', after, ...before.tasks.slice(1).map(() => '')]
        : [title, sameBits(after), ...before.tasks.map(task => cell(task, after))],
    ),
  ]),
);

function testRows(): Asked[] {
  return readdirSync(prepared!).flatMap(file => {
    const [, task, language] = /^(.+)\.(\w+)\.test\.jsonl$/.exec(file) ?? [];
    if (task === undefined) return [];
    const lines = readFileSync(join(prepared!, file), 'utf8').trimEnd().split('\n');
    const step = Math.max(1, lines.length / Number(values.rows));
    const chosen = Array.from(
      { length: Math.floor(lines.length / step) },
      (_, n) => lines[Math.floor(n * step)],
    );
    return chosen.map(line => ({ ...JSON.parse(line), task, language }));
  });
}

async function answersOf(location: string): Promise<{ tasks: readonly TaskInfo[]; scored: ScoredSegment[] }> {
  const scorer = await openScorerIn(location, { backend: 'wasm', wasmPath, native: false });
  const segments = asked.map(({ text, language }) => ({
    start: 0,
    end: text.length,
    text,
    language,
    kinds: [],
  }));
  const tasks = scorer.model.tasks.filter(({ id }) => id !== 'new');
  const scored = await scorer.score(segments, { tasks: tasks.map(({ id }) => id) });
  scorer.dispose();
  return { tasks, scored };
}

type Answers = Awaited<ReturnType<typeof answersOf>>;

function answerOf({ scored }: Answers, row: number, task: string): ArrayLike<number> {
  return scored[row].scores[task]?.probabilities ?? [];
}

/** Agreement on the guard, and the share of right answers. */
function cell(task: TaskInfo, after: Answers): string {
  const { id, labels } = task;
  const guarding = [...guard.keys()].filter(row =>
    guards(guard[row], { ...task, scope: task.scope && [...task.scope] }),
  );
  const same = guarding.filter(row => argMax(answerOf(after, row, id)) === argMax(answerOf(before, row, id)));
  const rows = asked.flatMap((one, row) => (one.task === id ? [row] : []));
  const right = rows.filter(row => labels[argMax(answerOf(after, row, id))] === asked[row].label);
  return `${share(same.length, guarding.length)} ${share(right.length, rows.length)}`;
}

function share(part: number, whole: number): string {
  return whole === 0 ? '-' : ((100 * part) / whole).toFixed(1);
}

/** Whether each task gives each text each probability as it did, to the last bit. */
function sameBits(after: Answers): string {
  const differs = asked.some((_, row) =>
    before.tasks.some(({ id }) => {
      const [one, other] = [before, after].map(answers => answerOf(answers, row, id));
      return one.length !== other.length || Array.from(one).some((value, k) => value !== other[k]);
    }),
  );
  return differs ? 'no' : 'yes';
}
