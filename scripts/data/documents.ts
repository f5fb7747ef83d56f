/**
 * Harmless text for the base model: what the documents and the comments of published packages say, and pairs of
 * English and Chinese messages: `node scripts/data/documents.ts [--mirror DIR] [--out DIR] [--packages FILE]`.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadCommentGrammars, sentencesOf } from './documentSentences.ts';
import { fetchPackages, openPackage, type Package } from './packages.ts';
import { type PairSource, pairsOf } from './parallel.ts';
import { Shelf } from './shelf.ts';

interface List {
  packages: Package[];
  pairs: PairSource[];
}

const here = dirname(fileURLToPath(import.meta.url));
const { values: options } = parseArgs({
  options: {
    mirror: { type: 'string' },
    packages: { type: 'string', default: join(here, 'documents.json') },
    out: { type: 'string', default: join(here, '../../data') },
  },
});

try {
  await main(JSON.parse(readFileSync(options.packages, 'utf8')));
} catch (error) {
  console.error(`documents: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 2;
}

async function main({ packages, pairs }: List): Promise<void> {
  const raw = join(options.out, 'raw/documents');
  const mirror = options.mirror === undefined ? undefined : join(options.mirror, 'documents');
  const fetched = await fetchPackages(packages, raw, mirror);
  console.error(`${fetched} of ${packages.length} packages fetched, the others were there.`);
  if (packages.some(one => one.take?.includes('comments'))) await loadCommentGrammars();
  const shelf = new Shelf();
  for (const one of packages) shelf.add(one.name, sentencesOf(openPackage(one, raw), one.take));
  for (const [name, rows] of shelf.files()) write(name, rows);
  const open = (name: string) => openPackage(packages.find(one => one.name === name)!, raw);
  write('parallel.jsonl', pairsOf(pairs, open));
}

function write(name: string, rows: object[]): void {
  const path = join(options.out, 'prepared', name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.part`, rows.map(row => `${JSON.stringify(row)}\n`).join(''));
  renameSync(`${path}.part`, path);
  console.error(`${name}: ${rows.length} rows`);
}
