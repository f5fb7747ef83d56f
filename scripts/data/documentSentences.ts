/** A package's sentences: of its Markdown, and of the comments in its sources. */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { loadGrammar } from '../../src/text/grammars.ts';
import type { Segment } from '../../src/text/segment.ts';
import { segmentText } from '../../src/text/segments.ts';
import { boundedParser } from '../boundedParser.mjs';
import { isHarmless, isPlainSentence, isSkippedHeading, withoutLegalComments } from './documentFilters.ts';
import type { Package } from './packages.ts';
import { byHash, type Sentence } from './shelf.ts';
import type { Entry } from './tar.ts';

const MARKDOWN = /\.(?:md|mdx|markdown)$/i;
/** Not prose about the package: its history, its rules, other packages' files, tests. */
const OTHER =
  /(?:^|\/)(?:node_modules|tests?|__tests__|fixtures?|snapshots?)\/|change|licen[cs]e|conduct|history|releases?\b|release-?notes|migrat|upgrad|contribut|authors|security|sponsor|backers|third-?party|notice|roadmap|todo|template|zh-(?:tw|hant|hk)|prompt|skill|agents|claude|copilot|\bde\b|\bfr\b|\bja\b/i;
const SOURCE = /\.(?:[cm]?[jt]s|py)$/;
const BUILT = /\.min\.|[.-](?:umd|iife|bundle|prod(?:uction)?)\b|(?:^|\/)(?:vendor|third_party)\//;

/** Bytes of a file; longer ones are data or bundles. */
const LONGEST_DOCUMENT = 400_000;
const LONGEST_SOURCE = 150_000;
/** Characters that a line has on average; minified code has more. */
const LONGEST_LINES = 120;
/** Sentences of a package's documents, and of its comments, from which on no further file is read. */
const ENOUGH = 400;

const LANGUAGES: Record<string, string> = { js: 'javascript', ts: 'typescript', py: 'python' };

/** Before sentences of comments are asked for. */
export async function loadCommentGrammars(): Promise<void> {
  const { resolve } = createRequire(import.meta.url);
  const folder = join(dirname(resolve('@vscode/tree-sitter-wasm/package.json')), 'wasm');
  const read = async (file: string) =>
    file === 'web-tree-sitter.wasm'
      ? new Uint8Array(
          boundedParser(new Uint8Array(readFileSync(resolve('web-tree-sitter/web-tree-sitter.wasm')))),
        )
      : new Uint8Array(await readFile(join(folder, file)));
  for (const language of Object.values(LANGUAGES)) await loadGrammar(language, read);
}

/** Some of them, of files in an order by hash: the first are as good as any. */
export function* sentencesOf(files: Entry[], take: Package['take'] = ['documents']): Generator<Sentence> {
  const ordered = byHash(
    files.filter(({ path }) => !OTHER.test(path)),
    ({ path }) => path,
  );
  if (take.includes('documents')) yield* firstOf(ordered.filter(isDocument), ofMarkdown);
  if (take.includes('comments')) yield* firstOf(ordered.filter(isSource), ofComments);
}

function* firstOf(files: Entry[], read: (entry: Entry) => Generator<Sentence>): Generator<Sentence> {
  let count = 0;
  for (const file of files) {
    if (count >= ENOUGH) return;
    for (const sentence of read(file)) {
      count++;
      yield sentence;
    }
  }
}

const isDocument = ({ path, bytes }: Entry) => MARKDOWN.test(path) && bytes.length < LONGEST_DOCUMENT;
const isSource = ({ path, bytes }: Entry) =>
  SOURCE.test(path) && !BUILT.test(path) && bytes.length < LONGEST_SOURCE;

function* ofMarkdown({ bytes }: Entry): Generator<Sentence> {
  const text = textOf(bytes);
  let skipped = false;
  for (const segment of segmentText(text, { languageId: 'markdown' })) {
    const kind = kindOf(text, segment);
    if (kind === 'heading') skipped = isSkippedHeading(segment.text);
    if (skipped || isLink(text, segment)) continue;
    yield* accepted(text, segment, kind);
  }
}

function* ofComments({ path, bytes }: Entry): Generator<Sentence> {
  const source = textOf(bytes);
  if (source.length > LONGEST_LINES * source.split('\n').length) return;
  const text = withoutLegalComments(source);
  const languageId = LANGUAGES[path.slice(-2)];
  for (const segment of segmentText(text, { languageId })) yield* accepted(text, segment, 'comment');
}

function* accepted(source: string, { start, end, text, language }: Segment, kind: Sentence['kind']) {
  if (/`[^\p{L}\n]*$/u.test(source.slice(Math.max(0, start - 10), start))) return; // its subject is code
  if (!isPlainSentence(text, source.slice(start, end), language, kind) || !isHarmless(text, kind)) return;
  yield { text, kind, language };
}

/** As far as the line tells it on which the segment begins. */
function kindOf(text: string, { start }: Segment): Sentence['kind'] {
  const { before, below } = lineOf(text, start);
  if (/^\s{0,3}#{1,6}\s/.test(before) || (/^\s*$/.test(before) && /^(?:=+|-{3,})\s*$/.test(below)))
    return 'heading';
  return /^\s*(?:[-*+]|\d+[.)])\s/.test(before) ? 'list-item' : 'prose';
}

/** Whether its line is a link and nothing else, as in a table of contents. */
function isLink(text: string, { start }: Segment): boolean {
  const { line } = lineOf(text, start);
  return /^\s*(?:(?:[-*+]|\d+[.)]|\|)\s*)?(?:\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])[\s|,·•-]*)+$/.test(line);
}

function lineOf(text: string, at: number) {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const end = endOfLine(text, at);
  return {
    line: text.slice(start, end),
    before: text.slice(start, at),
    below: text.slice(end + 1, endOfLine(text, end + 1)),
  };
}

function endOfLine(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  return newline < 0 ? text.length : newline;
}

const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes).replaceAll('\r\n', '\n');
