/**
 * Fetches the base model's public data and prepares it, with the texts that documents.ts has made before:
 * `npm run data [-- --mirror DIR] [--only id,...] [--sources FILE] [--out DIR] [--retry-ms N]`.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { splitKey } from './clean.ts';
import { corpusOf, type Pair, pairsOf } from './corpus.ts';
import { fetchFile } from './fetch.ts';
import type { Files } from './formats.ts';
import { grammarRows } from './grammar.ts';
import { harmless, harmlessRows, type Sentence } from './harmless.ts';
import { Held } from './held.ts';
import { placedIn } from './overlapping.ts';
import {
  afterRepeated,
  balanced,
  type Dropped,
  type Reason,
  type Row,
  rowsOf,
  withoutLeaks,
} from './prepare.ts';
import { readGrammars } from './readGrammars.ts';
import { splits } from './recipe.ts';
import { recipes, tasks } from './recipes.ts';
import { readSources, type Source } from './sources.ts';
import { unseen } from './unseen.ts';

interface Summary {
  /** Of each prepared file: rows, and rows a label. */
  files: Record<string, { rows: number; characters: number; labels: Record<string, number> }>;
  /** By source: rows kept a split, and rows dropped by reason. */
  sources: Record<string, { kept: Record<string, number>; dropped: Partial<Record<Reason, number>> }>;
}

/** How many of the grammar's sentences a task and language has: a part of what people wrote and labelled. */
const GRAMMAR_ROWS: Record<string, number> = {
  sentiment: 24_000,
  toxicity: 24_000,
  emotion: 8000,
  'technical-debt': 5000,
};
const FEW_GRAMMAR_ROWS = 2500;

const here = dirname(fileURLToPath(import.meta.url));
const { values: options } = parseArgs({
  options: {
    mirror: { type: 'string' },
    only: { type: 'string' },
    sources: { type: 'string', default: join(here, 'sources.json') },
    out: { type: 'string', default: join(here, '../../data') },
    'retry-ms': { type: 'string', default: '1000' },
  },
});

try {
  const sources = readSources(options.sources, options.only?.split(','));
  await fetchAll(sources);
  await prepareAll(sources);
} catch (error) {
  console.error(`data: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 2;
}

async function fetchAll(sources: Source[]): Promise<void> {
  const fetching = {
    raw: join(options.out, 'raw'),
    mirror: options.mirror,
    retryMs: Number(options['retry-ms']),
  };
  for (const source of sources) {
    let fetched = 0;
    for (const file of source.files) if (await fetchFile(file, fetching)) fetched++;
    console.error(`${source.id}: ${fetched} of ${source.files.length} files fetched, the others were there.`);
  }
}

async function prepareAll(sources: Source[]): Promise<void> {
  const summary: Summary = { files: {}, sources: {} };
  for (const { id } of sources) summary.sources[id] = { kept: {}, dropped: {} };
  const dropped = (source: string, reason: Reason) => {
    const counts = summary.sources[source].dropped;
    counts[reason] = (counts[reason] ?? 0) + 1;
  };
  const held = new Held();
  const read = await readRows(new Set(sources.map(({ id }) => id)), dropped, held);
  const rows = Map.groupBy(read, row => row.task);
  const clean = new Map([...rows].map(([task, ofTask]) => [task, withoutLeaks(ofTask, dropped)]));
  for (const row of [...clean.values()].flat()) {
    if (row.split !== 'train') held.add(splitKey(row.text), row.source);
  }
  const raw: Files = name => readFileSync(join(options.out, 'raw', name));
  for (const { id } of sources) {
    if (!Object.hasOwn(unseen, id)) continue;
    for (const { text } of unseen[id](name => raw(`${id}/${name}`))) held.add(splitKey(text), id);
  }
  // What the model is tested on by hand.
  for (const text of functionalTexts()) held.add(splitKey(text), 'functional');
  const pairs = sources.some(({ id }) => id === 'tatoeba-en-zh') ? pairsOf(raw, held) : undefined;
  for (const [task, ofTask] of clean) {
    const staying = ofTask.filter(row => {
      const leaks = row.split === 'train' && held.has(splitKey(row.text));
      if (leaks) dropped(row.source, 'leak');
      return !leaks;
    });
    writeTask(task, staying, summary);
    clean.set(task, staying);
  }
  for (const [split, ofSplit] of Object.entries(pairs ?? {})) writeLines(`pairs.${split}.jsonl`, ofSplit);
  cleanDocuments(held);
  writeHarmless(pairs?.train ?? [], held);
  writeGrammar(held);
  writeLines('corpus.en.jsonl', corpusOf([...clean.values()].flat(), pairs?.train ?? [], held));
  write('summary.json', `${JSON.stringify(summary, null, 2)}\n`);
}

function functionalTexts(): string[] {
  const cases = join(here, '../../test/functional/cases');
  return readdirSync(cases).flatMap(name => {
    const { groups }: { groups: { texts: string[] }[] } = JSON.parse(readFileSync(join(cases, name), 'utf8'));
    return groups.flatMap(({ texts }) => texts);
  });
}

/** What documents.ts has made, without what is held out: whoever reads these files need not look again. */
function cleanDocuments(held: Held): void {
  const made = /^(?:(?:documents|comments)\.\w+|parallel)\.jsonl$/;
  for (const name of readdirSync(join(options.out, 'prepared'))) {
    if (!made.test(name)) continue;
    const lines = readFileSync(join(options.out, 'prepared', name), 'utf8').split('\n');
    const isClean = (line: string) => !placedIn(name, line).some(({ text }) => held.has(splitKey(text)));
    const clean = lines.filter(isClean);
    if (clean.length < lines.length) write(name, clean.join('\n'));
  }
}

/** Where documents.ts has made its files. */
function writeHarmless(pairs: Pair[], held: Held): void {
  const sentences = (name: string): Sentence[] => {
    const path = join(options.out, 'prepared', name);
    if (!existsSync(path)) return [];
    return readFileSync(path, 'utf8')
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line));
  };
  const texts = {
    documents: { en: sentences('documents.en.jsonl'), zh: sentences('documents.zh.jsonl') },
    comments: { en: sentences('comments.en.jsonl'), zh: sentences('comments.zh.jsonl') },
    pairs,
  };
  const files = Map.groupBy(harmless, ({ task, language }) => `${task}.${language}.harmless.jsonl`);
  for (const [name, lines] of files) {
    const rows = lines.flatMap(line => harmlessRows(line, texts, held));
    if (rows.length > 0) writeLines(name, rows);
  }
}

function writeGrammar(held: Held): void {
  const grammars = readGrammars(join(here, '../../experiments/base/grammar'));
  const rows = grammars.flatMap(grammar =>
    grammarRows([grammar], { seed: 1, perTask: GRAMMAR_ROWS[grammar.task] ?? FEW_GRAMMAR_ROWS }),
  );
  const clean = rows.filter(({ text }) => !held.has(splitKey(text)));
  const files = Map.groupBy(clean, ({ task, language }) => `${task}.${language}.grammar.jsonl`);
  for (const [name, own] of files) {
    writeLines(
      name,
      own.map(({ text, label }) => ({ text, label, source: 'grammar' })),
    );
  }
}

type TaskRow = Row & { task: string };

/** Every source's rows, each with the task that it is for. */
async function readRows(sources: ReadonlySet<string>, dropped: Dropped, held: Held): Promise<TaskRow[]> {
  const all: TaskRow[] = [];
  for (const recipe of recipes) {
    if (!sources.has(recipe.source)) continue;
    const raw = await recipe.read(name => readFileSync(join(options.out, 'raw', recipe.source, name)));
    let rows = rowsOf(recipe, raw, dropped, text => held.add(splitKey(text), recipe.source));
    if (recipe.repeats !== undefined) {
      const repeated = all.filter(row => row.source === recipe.repeats);
      rows = afterRepeated(rows, repeated, dropped);
    }
    if (recipe.balanced) rows = balanced(rows, dropped);
    for (const row of rows) all.push({ ...row, task: recipe.task });
  }
  return all;
}

function writeTask(task: string, rows: Row[], summary: Summary): void {
  for (const [language, ofLanguage] of Map.groupBy(rows, row => row.language)) {
    for (const split of splits) {
      const part = ofLanguage.filter(row => row.split === split);
      const name = `${task}.${language}.${split}.jsonl`;
      writeLines(
        name,
        part.map(({ text, label, source, part }) => ({ text, label, source, part })),
      );
      summary.files[name] = {
        rows: part.length,
        characters: part.reduce((sum, row) => sum + row.text.length, 0),
        labels: Object.fromEntries(
          tasks[task].map(label => [label, part.filter(row => row.label === label).length]),
        ),
      };
      for (const { source } of part) {
        const { kept } = summary.sources[source];
        kept[split] = (kept[split] ?? 0) + 1;
      }
      console.error(`${name}: ${part.length} rows`);
    }
  }
}

function writeLines(name: string, rows: readonly object[]): void {
  write(name, rows.map(row => `${JSON.stringify(row)}\n`).join(''));
}

function write(name: string, text: string): void {
  const path = join(options.out, 'prepared', name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.part`, text);
  renameSync(`${path}.part`, path);
}
