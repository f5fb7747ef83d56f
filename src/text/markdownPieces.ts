import type { TreeCursor } from '@lezer/common';
import { labelName } from './markdownInline.ts';
import { blockParser, Lines } from './markdownParser.ts';
import type { Piece } from './prose.ts';

/** A block that holds text: a paragraph, a heading, a cell of a table. */
export interface Leaf {
  /** The parser's name of it. */
  name: string;
  /** Its UTF-16 offset into the document. */
  start: number;
  /** Those of its text. */
  from: number;
  to: number;
  /** Where the marks of quotes stand in it. */
  quotes: readonly number[];
  /** The containers that it stands in, outermost first. */
  within: readonly string[];
  /** Whether it is the first in the innermost one. */
  isFirst: boolean;
}

/** A part of a document that is read alone: a block outside of all containers, or an item of a list out there. */
export interface MarkdownPiece extends Omit<Piece, 'blocks'> {
  tells: string[];
  leaves: Leaf[];
}

/** A piece's beginning, and what is in it. */
type Unit = Pick<MarkdownPiece, 'start' | 'tells' | 'leaves'>;

/** UTF-16 units that are parsed at once: first few, for an edit needs no more, and then more and more. */
const WINDOW = 1_000;
const LARGEST_WINDOW = 64_000;

const LISTS = new Set(['BulletList', 'OrderedList']);
const CONTAINERS = new Set([...LISTS, 'ListItem', 'Blockquote', 'Footnote']);
const TEXTS = /^(?:Paragraph|(?:ATX|Setext)Heading\d|TableCell)$/;

/** Reads Markdown block by block: one outside of all containers needs nothing of what stands before it. */
export function* markdownPieces(text: string, from = 0): Generator<MarkdownPiece> {
  const lines = new Lines(text);
  const front = from === 0 ? frontMatter(text) : { end: from, reach: from };
  let start = front.end;
  if (start > from) yield { start: from, end: start, reach: front.reach, tells: [], leaves: [] };
  for (let size = WINDOW; start < text.length; size *= 4) {
    const { units, end } = unitsOf(text, lines, start, start + size);
    for (const [i, { tells, leaves }] of units.entries()) {
      const next = units[i + 1]?.start ?? end;
      const reach = Math.max(secondLineEnd(text, next), start === from ? front.reach : 0);
      yield { start, end: next, reach, tells, leaves };
      start = next;
    }
    if (units.length > 0) size = Math.min(size, LARGEST_WINDOW / 4);
  }
}

/** Where it ends, and how far was looked for that; it is no block of the parser's because only a text's start has it. */
function frontMatter(text: string): { end: number; reach: number } {
  const mark = /^(?:---|\+\+\+)(?=[ \t]*\r?\n)/.exec(text)?.[0];
  if (!mark) return { end: 0, reach: 0 };
  const close = mark === '---' ? /^---[ \t]*(?:\r?\n|$)/gm : /^\+\+\+[ \t]*(?:\r?\n|$)/gm;
  close.lastIndex = mark.length;
  if (!close.test(text)) return { end: 0, reach: text.length + 1 };
  return { end: close.lastIndex, reach: close.lastIndex + 1 };
}

/** A block ends by what the next line is, and whether that is a table's by the line behind it. */
function secondLineEnd(text: string, at: number): number {
  const first = text.indexOf('\n', at);
  const second = first < 0 ? -1 : text.indexOf('\n', first + 1);
  return second < 0 ? text.length + 1 : second + 1;
}

/**
 * What begins from `from` to about `to`, and ends there or behind it: none where a container goes on that is all there is.
 * @returns `end`: where the last one ends
 */
function unitsOf(text: string, lines: Lines, from: number, to: number): { units: Unit[]; end: number } {
  const parse = blockParser.startParse(lines, [], [{ from, to: text.length }]);
  if (to < text.length) parse.stopAt(to);
  let tree = parse.advance();
  while (tree === null) tree = parse.advance();
  const end = parse.parsedPos;
  const units: Unit[] = [];
  const cursor = tree.cursor();
  const read = (within: readonly string[]) => {
    const unit: Unit = { start: lineStart(text, from + cursor.from), tells: [], leaves: [] };
    collect({ text, base: from, unit }, cursor, within, true);
    units.push(unit);
  };
  let isOpen = false;
  for (let more = cursor.firstChild(); more; more = cursor.nextSibling()) {
    const list = cursor.name;
    isOpen = CONTAINERS.has(list);
    if (!LISTS.has(list)) {
      read([]);
      continue;
    }
    for (let item = cursor.firstChild(); item; item = cursor.nextSibling()) read([list]);
    cursor.parent();
  }
  if (units.length === 0) return { units: [{ start: from, tells: [], leaves: [] }], end };
  if (!isOpen || end >= text.length) return { units, end };
  return { units: units.slice(0, -1), end: units[units.length - 1].start };
}

/** Where the line begins on which, behind white space alone, a block begins. */
function lineStart(text: string, block: number): number {
  let start = block;
  while (start > 0 && (text[start - 1] === ' ' || text[start - 1] === '\t')) start--;
  return start;
}

const NONE: readonly number[] = [];

/** What is read into a unit; a tree's offsets count from `base`. */
interface Reading {
  text: string;
  base: number;
  unit: Unit;
}

function collect(reading: Reading, cursor: TreeCursor, within: readonly string[], isFirst: boolean): void {
  const { name } = cursor;
  if (TEXTS.test(name)) reading.unit.leaves.push(leafOf(reading, cursor, within, isFirst));
  else if (name === 'LinkReference' || name === 'FootnoteLabel')
    reading.unit.tells.push(told(reading, cursor));
  else if ((CONTAINERS.has(name) || /^Table(?:Header|Row)?$/.test(name)) && cursor.firstChild()) {
    const inner = CONTAINERS.has(name) ? [...within, name] : within;
    let first = true;
    do {
      collect(reading, cursor, inner, first);
      first &&= !cursor.type.is('Block');
    } while (cursor.nextSibling());
    cursor.parent();
  }
}

function leafOf(
  { text, base }: Reading,
  cursor: TreeCursor,
  within: readonly string[],
  isFirst: boolean,
): Leaf {
  const { name } = cursor;
  const start = base + cursor.from;
  let from = start;
  let to = base + cursor.to;
  let quotes: number[] | undefined;
  // Most have none, and to look for them takes longer.
  if (cursor.tree?.children.length && cursor.firstChild()) {
    do {
      if (cursor.name === 'QuoteMark') {
        quotes ??= [];
        quotes.push(base + cursor.from);
      } else if (cursor.name !== 'HeaderMark') continue;
      else if (base + cursor.from === start) from = base + cursor.to;
      else to = base + cursor.from;
    } while (cursor.nextSibling());
    cursor.parent();
  }
  while (from < to && /[ \t\r\n]/.test(text[to - 1])) to--;
  while (from < to && /[ \t\r\n]/.test(text[from])) from++;
  return { name, start, from, to, quotes: quotes ?? NONE, within, isFirst };
}

/** The name of the label that is defined. */
function told({ text, base }: Reading, cursor: TreeCursor): string {
  if (cursor.name === 'FootnoteLabel')
    return labelName(text.slice(base + cursor.from + 1, base + cursor.to - 1));
  const { node } = cursor;
  const label = node.getChild('LinkLabel') ?? node;
  const quotes = node.getChildren('QuoteMark').map(({ from }) => base + from);
  return `[${labelName(withoutMarks(text, base + label.from + 1, base + label.to - 1, quotes))}`;
}

/** The text between, in which the marks of quotes are blank. */
export function withoutMarks(text: string, from: number, to: number, quotes: readonly number[]): string {
  let [result, at] = ['', from];
  for (const quote of quotes) {
    if (quote < from || quote >= to) continue;
    result += `${text.slice(at, quote)} `;
    at = quote + 1;
  }
  return result + text.slice(at, to);
}
