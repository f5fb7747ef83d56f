/** Prose in reStructuredText, by the rules of Docutils' markup specification. */
import { kindSet } from './kinds.ts';
import { behind, blockOf, type Line, lineAt, linesOf } from './markupLines.ts';
import type { Block, Extractor, Piece } from './prose.ts';
import { RULES } from './restructuredInline.ts';

export const restructuredText: Extractor = { pieces: chunks };

/** The same mark all along: underlines a title, or parts a text. */
const ADORNMENT = /^([!-/:-@[-`{-~])\1+$/;
/** Above, within and below a simple table. */
const BORDER = /^=+(?: +=+)+$/;
const GRID = /^\+(?:-+\+|=+\+)+$/;
/** The mark that a quoted literal block's lines begin with. */
const QUOTING = /^[!-/:-@[-`{-~]/;

const BULLET = /^[-*+•‣⁃](?=\s|$)/;
const ENUMERATOR = /^(?:\((?:\d+|[a-z]|[ivxlcdm]+|#)\)|(?:\d+|[a-z]|[ivxlcdm]+|#)[.)])(?=\s|$)/i;
const FIELD = /^:(?![:\s])(?:[^:`\\]|\\.|:(?=\S)){1,200}:(?=\s|$)/;
/** Fields whose body is code. */
const CODED_FIELD = /^:(?:type|rtype|vartype|raises?|class|widths|meta|orphan)\b/;
const OPTION = /^(?:(?:--?|\/)[\w?][\w?-]*(?:[ =]<?[\w.-]+>?)?(?:, |(?=\s{2})|$))+(?:\s{2,}|$)/;

/** What a directive is called, without the domain of what it describes. */
const DIRECTIVE = /^(?:[\w.+-]+:)*([\w.+-]+) ?::(?=\s|$)/;
const words = (names: string): ReadonlySet<string> => new Set(names.split(' '));
/** Directives that hold no prose. What they all hold that are not named is read as the text around them. */
const OPAQUE = words(
  'aafig autoattribute autoclass autodata autoexception autofunction automethod automodule autoproperty autosummary bibliography blockdiag code code-block code-cell codeblock command-output contents csv-table currentmodule default-role digraph doctest exec graph graphviz highlight image include index inheritance-diagram ipython jupyter-execute literalinclude math mermaid meta module parsed-literal plantuml plot productionlist program-output prompt raw replace role sectionauthor sectnum seqdiag sourcecode tabularcolumns testcleanup testcode testoutput testsetup toctree uml unicode',
);
/** Directives whose arguments are prose, or begin it. */
const SAYING = words(
  'admonition attention caution centered danger deprecated error hint important note rubric seealso sidebar tab tab-item table tip title todo topic versionadded versionchanged versionremoved warning',
);
/** Those among them that a number comes first in. */
const VERSIONED = /^(?:deprecated|version\w+)$/;
const TITLES = words('rubric title');

/**
 * A piece begins with a line that is not indented, behind a blank one: what is indented belongs to what is above it, and
 * nothing else does, but for a table's rows and quoted literals.
 */
function* chunks(text: string, from: number): Generator<Piece> {
  let start = from;
  let before: Line | undefined;
  let isBehindBlank = false;
  let isTable = false;
  const until = (end: number, reach: number): Piece => {
    const lines = linesOf(text, start, end);
    return { start, end, reach, blocks: () => [...bodyOf(lines, { inList: false, depth: 0 })] };
  };
  for (let at = from; at < text.length; ) {
    const line = lineAt(text, at);
    if (line.text !== '') {
      const isNew = isBehindBlank && line.indent === 0 && before !== undefined;
      const isLiteral = before?.text.endsWith('::') && QUOTING.test(line.text);
      const goesOn = isLiteral || (isTable && !BORDER.test(before?.text ?? ''));
      if (isNew && !goesOn) {
        yield until(at, at + 1);
        start = at;
        before = undefined;
      }
      if (before === undefined) isTable = BORDER.test(line.text);
      before = line;
    }
    isBehindBlank = line.text === '';
    at = line.next;
  }
  if (start < text.length) yield until(text.length, text.length + 1);
}

/** What lines stand in. */
interface Context {
  inList: boolean;
  /** How many items, notes and directives. */
  depth: number;
}

/** What nobody wrote by hand. */
const DEEPEST = 50;

function* bodyOf(lines: readonly Line[], { inList, depth }: Context): Generator<Block> {
  const inside = { inList, depth: depth + 1 };
  const prose = inList ? kindSet('prose', 'list-item') : kindSet('prose');
  const heading = kindSet('heading');
  for (let i = 0; i < lines.length; ) {
    const line = lines[i];
    if (line.text === '' || depth > DEEPEST) {
      i++;
      continue;
    }
    const next = lines[i + 1] ?? NONE;
    const end = sectionEnd(lines, i);
    const below = lines.slice(i + 1, end);
    const mark = (BULLET.exec(line.text) ?? ENUMERATOR.exec(line.text))?.[0];
    if (/^\.\.(?:\s|$)/.test(line.text)) {
      // An empty one does not take what is below it along.
      i = line.text === '..' && next.text === '' ? i + 1 : end;
      yield* explicitMarkup(behind(line, 2), below, inside);
    } else if (/^__(?:\s|$)/.test(line.text)) i = end;
    else if (BORDER.test(line.text)) {
      i = tableEnd(lines, i);
      yield* simpleTable(lines.slice(0, i), prose, line);
    } else if (GRID.test(line.text)) {
      for (; (lines[i]?.text ?? '') !== ''; i++) yield* cellsOf(lines[i], prose);
    } else if (line.text.startsWith('>>> ')) while ((lines[i]?.text ?? '') !== '') i++;
    else if (ADORNMENT.test(line.text) && next.text !== '' && lines[i + 2]?.text === line.text) {
      yield* blockOf([next], RULES, heading);
      i += 3;
    } else if (ADORNMENT.test(line.text) && line.text.length > 3) i++;
    else if (underlines(next, line)) {
      yield* blockOf([line], RULES, heading);
      i += 2;
    } else if (mark !== undefined) {
      yield* bodyOf(withFirst(behind(line, mark.length), below), { ...inside, inList: true });
      i = end;
    } else if (FIELD.test(line.text) || OPTION.test(line.text)) {
      const [name] = FIELD.exec(line.text) ?? OPTION.exec(line.text) ?? [''];
      if (!CODED_FIELD.test(name)) yield* bodyOf(withFirst(behind(line, name.length), below), inside);
      i = end;
    } else if (/^\|(?:\s|$)/.test(line.text)) {
      const rows: Line[] = [];
      for (; (lines[i]?.text ?? '') !== ''; i++)
        rows.push(lines[i].text[0] === '|' ? behind(lines[i], 1) : lines[i]);
      yield* blockOf(rows, RULES, prose);
    } else {
      let last = i;
      while (lines[last + 1]?.text && lines[last + 1].indent === line.indent) last++;
      const paragraph = lines.slice(i, last + 1);
      const isBeforeLiteral = lines[last].text.endsWith('::');
      if (isBeforeLiteral) paragraph.push(withoutColons(paragraph.pop() ?? NONE));
      yield* blockOf(paragraph, RULES, prose);
      i = isBeforeLiteral ? literalEnd(lines, last) : last + 1;
    }
  }
}

const NONE: Line = { start: 0, text: '', indent: 0 };

/** The index behind what is indented below a line. */
function sectionEnd(lines: readonly Line[], index: number): number {
  let end = index + 1;
  while (end < lines.length && (lines[end].text === '' || lines[end].indent > lines[index].indent)) end++;
  return end;
}

/** What a mark begins goes on below, wherever the mark ends. */
function withFirst(first: Line, below: readonly Line[]): Line[] {
  const indent = below[0]?.text ? below[0].indent : first.indent;
  return [{ ...first, indent }, ...below];
}

function underlines(line: Line, title: Line): boolean {
  const isLong = line.text.length > 3 || line.text.length >= title.text.length;
  return isLong && ADORNMENT.test(line.text) && line.indent === title.indent;
}

/** `So it is::` shows one colon, or none where it is apart. */
function withoutColons(line: Line): Line {
  return { ...line, text: line.text.replace(/(?:^|\s+)::$/, '').replace(/::$/, ':') };
}

/** Literal blocks are indented, or each of their lines begins with the same mark. */
function literalEnd(lines: readonly Line[], paragraph: number): number {
  const end = sectionEnd(lines, paragraph);
  const [quote] = QUOTING.exec(lines[end]?.text ?? '') ?? [];
  const isQuoted = quote !== undefined && lines.slice(paragraph + 1, end).every(({ text }) => text === '');
  let last = end;
  if (isQuoted && end > paragraph + 1) while (lines[last]?.text[0] === quote) last++;
  return last;
}

/** What comes behind two dots. */
function* explicitMarkup(first: Line, below: readonly Line[], inside: Context): Generator<Block> {
  const [note] = /^\[[^\]\s]+\](?=\s|$)/.exec(first.text) ?? [];
  if (note !== undefined) yield* bodyOf(withFirst(behind(first, note.length), below), inside);
  const [whole, name = ''] = DIRECTIVE.exec(first.text) ?? [''];
  const kind = name.toLowerCase();
  if (whole === '' || OPAQUE.has(kind)) return;
  let at = 0;
  while (below[at]?.text && !FIELD.test(below[at].text)) at++;
  let argument = behind(first, whole.length);
  if (VERSIONED.test(kind)) argument = behind(argument, argument.text.search(/\s|$/));
  const said = withFirst(argument, below.slice(0, at));
  while (below[at]?.text) at++;
  if (TITLES.has(kind)) yield* blockOf(said, RULES, kindSet('heading'));
  else if (SAYING.has(kind)) yield* bodyOf(said, inside);
  yield* bodyOf(below.slice(at), inside);
}

/** Behind the border that ends it. */
function tableEnd(lines: readonly Line[], index: number): number {
  for (let i = index + 1; i < lines.length; i++)
    if (BORDER.test(lines[i].text) && (lines[i + 1]?.text ?? '') === '') return i + 1;
  return lines.length;
}

function* simpleTable(lines: readonly Line[], kinds: Block['kinds'], border: Line): Generator<Block> {
  const columns = [...border.text.matchAll(/=+/g)].map(({ index }) => border.indent + index);
  for (const line of lines.slice(lines.indexOf(border))) {
    if (/^[=-]+(?: +[=-]+)*$/.test(line.text)) continue;
    const cuts = columns.map(column => Math.max(0, column - line.indent));
    for (const [i, cut] of cuts.entries()) {
      const cell = { ...line, text: line.text.slice(0, cuts[i + 1]) };
      if (cut < cell.text.length) yield* blockOf([behind(cell, cut)].map(trimmed), RULES, kinds);
    }
  }
}

/** Of a line of a grid table. A cell's lines are apart from each other: those of the cells beside it lie between them. */
function* cellsOf(line: Line, kinds: Block['kinds']): Generator<Block> {
  if (!line.text.startsWith('|')) return;
  let at = 0;
  for (const cell of line.text.split(/[|+]/)) {
    yield* blockOf(
      [behind({ ...line, text: line.text.slice(0, at + cell.length) }, at)].map(trimmed),
      RULES,
      kinds,
    );
    at += cell.length + 1;
  }
}

const trimmed = (line: Line): Line => ({ ...line, text: line.text.trimEnd() });
