/**
 * Gives a bundle its guard (src/model/guard.ts), whatever its weights: `node scripts/base/guard.ts [--model DIR]
 * [--prepared DIR]`. Reads what `npm run data` has prepared.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { GUARD, readManifest, withFile } from '../../src/model/bundleContent.ts';
import { guards, writeGuard } from '../../src/model/guard.ts';
import { readBundleFiles, writeBundleFiles } from '../../src/model/node/bundleFiles.ts';
import { splitKey } from '../data/clean.ts';
import { Held } from '../data/held.ts';
import { placedIn } from '../data/overlapping.ts';
import { guardTexts } from './guardTexts.ts';

const root = join(import.meta.dirname, '../..');
const { values: options } = parseArgs({
  options: {
    model: { type: 'string', default: join(root, 'models/base') },
    prepared: { type: 'string', default: join(root, 'data/prepared') },
  },
});

const read = (name: string) => readFileSync(join(options.prepared, name), 'utf8');
const held = new Held();
for (const name of readdirSync(options.prepared, { recursive: true, encoding: 'utf8' }).sort()) {
  if (!/\.(?:validation|test)\.jsonl$/.test(name)) continue;
  for (const { text, set } of placedIn(name, read(name))) held.add(splitKey(text), set);
}
const texts = guardTexts(
  file =>
    read(file)
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line)),
  held,
);
const files = await readBundleFiles(options.model);
const bytes = writeGuard(texts);
await writeBundleFiles(options.model, await withFile(files, GUARD, bytes, options.model));
for (const task of readManifest(files, options.model).tasks)
  console.log(`${task.id}: ${texts.filter(text => guards(text, task)).length} texts`);
console.log(`${texts.length} texts, ${bytes.length} bytes.`);
