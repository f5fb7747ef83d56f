/**
 * Prints how many training texts of each set stand in the held-out texts of each, prepared and, for information, raw:
 * `node scripts/data/overlaps.ts [--data DIR] [--json FILE]`. Exit code 1 unless none of the prepared ones does.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { pairsOf } from './corpus.ts';
import type { Files } from './formats.ts';
import { Held } from './held.ts';
import { type Overlap, overlapsOf, type Placed, placedIn } from './overlapping.ts';
import { rowsOf } from './prepare.ts';
import { recipes } from './recipes.ts';
import { unseen } from './unseen.ts';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string', default: join(import.meta.dirname, '../../data') },
    json: { type: 'string' },
  },
});
const folder = (source: string) => join(options.data, 'raw', source);
const filesOf =
  (source: string): Files =>
  name =>
    readFileSync(join(folder(source), name));

/** What nothing may read: all of it is held out, before and after. */
const kept = Object.entries(unseen).flatMap(([set, read]) =>
  existsSync(folder(set)) ? read(filesOf(set)).map(({ text }) => ({ text, set, held: true })) : [],
);
const raw = overlapsOf([...(await rawTexts()), ...kept]);
const prepared = overlapsOf([...preparedTexts(), ...kept]);
print('Raw', raw);
print('Prepared', prepared);
if (options.json !== undefined)
  writeFileSync(options.json, `${JSON.stringify({ raw, prepared }, null, 2)}\n`);
process.exitCode = prepared.length === 0 ? 0 : 1;

/** As each recipe reads and splits its source, before sets are compared. */
async function rawTexts(): Promise<Placed[]> {
  const placed: Placed[] = [];
  for (const recipe of recipes) {
    const { source } = recipe;
    if (!existsSync(folder(source))) continue;
    for (const { text, split } of rowsOf(recipe, await recipe.read(filesOf(source)), () => {}))
      placed.push({ text, set: source, held: split !== 'train' });
  }
  if (!existsSync(folder('tatoeba-en-zh'))) return placed;
  const pairs = pairsOf(name => readFileSync(join(options.data, 'raw', name)), new Held());
  for (const [split, ofSplit] of Object.entries(pairs)) {
    for (const { en, zh } of ofSplit)
      for (const text of [en, zh]) placed.push({ text, set: 'tatoeba-en-zh', held: split !== 'train' });
  }
  return placed;
}

function preparedTexts(): Placed[] {
  const root = join(options.data, 'prepared');
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).sort();
  return names.flatMap(name =>
    name.endsWith('.jsonl') ? placedIn(name, readFileSync(join(root, name), 'utf8')) : [],
  );
}

function print(what: string, overlaps: readonly Overlap[]): void {
  console.log(`${what}: ${overlaps.length === 0 ? 'no training text is held out.' : ''}`);
  for (const { train, held, same, cut, example } of overlaps) {
    const counts = `${same} the same, ${cut} cut`;
    console.log(`  ${train} (training) in ${held} (held out): ${counts}, as "${example.slice(0, 60)}"`);
  }
}
