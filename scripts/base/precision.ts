/**
 * Measures what 8 bits cost a bundle, and writes into its manifest and its card which precision it is to score in:
 * `node scripts/base/precision.ts [--model DIR] [--experiment FILE] [--data-root DIR] [--seed N]`. The experiment's
 * validation texts decide, those of the guard with them; the card has the test texts beside, and the manifest's figures
 * become those of what scores. The weights stay as they are.
 */
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { bothPrecisions } from '../../src/engine/node/bothPrecisions.ts';
import { CARD, MANIFEST, readManifest } from '../../src/model/bundleContent.ts';
import { guards, readGuard } from '../../src/model/guard.ts';
import type { ManifestTask } from '../../src/model/manifest.ts';
import { readBundleFiles, writeBundleFiles } from '../../src/model/node/bundleFiles.ts';
import type { TaskData } from '../../src/training/examples.ts';
import { type Asked, askedOf, inBoth, stating } from '../../src/training/node/measurePrecision.ts';
import { readExperiment } from '../../src/training/node/readExperiment.ts';
import { cardWithPrecision, chosenPrecision, type PrecisionFigures } from '../../src/training/precision.ts';

const root = join(import.meta.dirname, '../..');
const { values: options } = parseArgs({
  options: {
    model: { type: 'string', default: join(root, 'models/base') },
    experiment: { type: 'string', default: join(root, 'experiments/base/EXPERIMENT.json') },
    'data-root': { type: 'string', default: join(root, 'data/prepared') },
    seed: { type: 'string', default: '1' },
  },
});

const { model } = options;
const files = await readBundleFiles(model);
const manifest = readManifest(files, model);
const both = await inBoth(files, model, bothPrecisions(join(root, 'dist/wasm/')));
if (both === undefined) {
  console.error(`${model}: the fused kernels do not read its encoder; it scores in floats.`);
  process.exit(0);
}
const guard = 'guard.jsonl' in manifest.files ? readGuard(files.get('guard.jsonl')!, model) : [];
const where = { dataRoot: options['data-root'], seed: Number(options.seed) };
const asked = (split: 'validation' | 'test'): Asked[] => {
  const { tasks } = readExperiment(options.experiment, { ...where, split });
  return manifest.tasks.flatMap((task, k) => askedOfTask(task, k, tasks, split));
};
const validation = both.figures(asked('validation'));
const guarded = both.figures(
  manifest.tasks.map((task, k) => ({
    k,
    texts: guard.filter(text => guards(text, task)).map(({ text }) => text),
  })),
);
const test = both.figures(asked('test'));
const precision = chosenPrecision([...validation, ...guarded]);

const card = cardWithPrecision(new TextDecoder().decode(files.get(CARD)), precision, [
  { on: 'the validation texts, which decide', figures: validation },
  { on: 'the guard, which decides too', figures: guarded },
  { on: 'the test texts', figures: test },
]);
const tasks = manifest.tasks.map(task => measured(task, test));
const told = new Map(files).set(MANIFEST, Buffer.from(JSON.stringify({ ...manifest, tasks })));
await writeBundleFiles(model, await stating(told, model, precision, card));
for (const { id, texts, agreement } of [...validation, ...guarded])
  console.log(`${id}: ${texts} texts, the same label for ${(100 * agreement).toFixed(2)} %`);
console.log(`${model} scores in ${precision}.`);

/** The task's rows, where the experiment has them under its labels. */
function askedOfTask(
  { id, labels }: ManifestTask,
  k: number,
  tasks: readonly TaskData[],
  split: 'validation' | 'test',
): Asked[] {
  const found = tasks.find(task => task.id === id && task.labels.join() === labels.join());
  return found === undefined ? [] : [askedOf(found[split], k)];
}

/** With the test figures of the precision that ships. */
function measured(task: ManifestTask, figures: readonly PrecisionFigures[]): ManifestTask {
  const known = figures.find(({ id }) => id === task.id)?.known?.[precision];
  return known ? { ...task, metrics: { accuracy: known.accuracy, macroF1: known.macroF1 } } : task;
}
