/** What a comment says, line by line: without its marks, its tags and what it tells to tools. */
import type { Span } from './grammars.ts';

/** A line of a comment. */
export interface Slice {
  /** UTF-16 offset into the source. */
  start: number;
  /** The source from there on, of the same length; empty where the line says nothing. */
  text: string;
  /** Whether it begins a paragraph, as a tag does. */
  opens: boolean;
}

/** How comments open and close. */
const MARKS: readonly (readonly [open: RegExp, close: RegExp])[] = [
  [/^\/\*+[!<]*/, /(?<!\*)\*+\/$/],
  [/^<#/, /#>$/],
  [/^=begin\b.*/, /\n=end.*$/],
  [/^[rRuU]?(?:"""|'''|["'])/, /(?:"""|'''|["'])$/],
  [/^(?:\/\/+[!<]*|#+|;+|--+)/, /(?!)/],
];
const SHEBANG = /^#!/;
/** Stars that lead the lines of a block. */
const STARS = /^[ \t]*(?:\*+(?=\s|$)|\*)/;

/** Drawn with characters. */
const RULE = /^(?:[=*_/-]{3,}|#{7,})\s*/;
const CLOSING_RULE = /(?:^|\s)[=*_/#-]{3,}$/;
/** To tools and not to people; regular expressions of what a line begins with. */
const DIRECTIVE = new RegExp(
  `^(?:${[
    String.raw`[\w-]+-(?:disable|enable|ignore|expect-error|nocheck|check)\b`, // eslint, prettier, biome, manylens...
    String.raw`@ts-|@flow\b|@jsx\w*\b|@(?:no)?format\b|@(?:phpstan|psalm|codeCoverage)`,
    String.raw`(?:tslint|jshint|jslint|globals?|exported|pylint|flake8|mypy|ruff|pyright|fmt|isort|yapf|type)[ \t]*:`,
    String.raw`(?:eslint|jshint|jslint|globals?|exported)\s+[\w$-]+(?:\s*[:,].*)?$`,
    String.raw`(?:istanbul|c8|v8)\s+ignore\b|pragma\b|noqa\b|nosec\b|noinspection\b|nolint\b|NOLINT|NOSONAR`,
    String.raw`(?:go|rubocop|phpcs|shellcheck|swiftlint|spell-?checker|cspell)[ \t]*:|shellcheck\s+\w+=`,
    String.raw`clang-(?:format|tidy)\b|cppcheck-|\+build\b|#?(?:end)?region\b`,
    String.raw`[#@]\s*source(?:MappingURL|URL)=|webpack\w+:|[#@]__\w+__`,
    String.raw`-\*-|vim?:|(?:en)?coding[:=]|frozen_string_literal:`,
  ].join('|')})`,
);

/** Code in braces: `{@link Name}`. */
const INLINE_TAG = /\{@[^{}\n`]*\}/g;
/** Elements at a line's start; what is preformatted stays, for the Markdown parser to leave out. */
const ELEMENTS = /^(?:<(?!\/?(?:pre|code|script|style)\b)\/?[a-z][\w.:-]*(?:\s[^<>]*)?\/?>\s*)+/i;
/** A tag, and its type. */
const TAG =
  /^(?:[@\\](?<tag>[a-z][\w-]*)(?:\[[\w, ]*\])?(?![\w.(])|:(?<field>\w+)(?:\s[^:]*)?:)\s*(?<type>\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}\s*)?/i;
/** Tags that are followed by a name, and what else may tell that a name it is. */
const NAMED: readonly (readonly [tags: RegExp, name: RegExp])[] = [
  [
    /^(?:param|arg|argument|prop|property|template|typeparam|tparam|retval)$/i,
    /^(?:\[[^\]]*\]|[$&.\w<>\\|:-]+)(?:\s+-+(?=\s)|,)?\s*/,
  ],
  [/^(?:throws?|exception|raises?)$/i, /^[\w.\\]*(?:Error|Exception)\b,?\s*/],
];
/** Tags that are followed by code alone. */
const CODED =
  /^(?:type|typedef|callback|author|since|version|see|link|import|memberof|module|name|namespace|default|enum|extends|implements|augments|group|category|internal|override|var|rtype|file|ingroup|defgroup)$/i;

/** What begins an example, and what ends it. */
const EXAMPLES: readonly (readonly [begins: RegExp, ends: RegExp])[] = [
  [/^@example\b/i, /^[@\\]\w/],
  [/^[@\\]code\b/, /^[@\\]endcode\b/],
  [/^>>>/, /^$/],
];

/** The lines of comments that are read as one. */
export function linesOf(source: string, comments: readonly Span[]): Slice[] {
  const rows = comments.flatMap(comment => rowsOf(source, comment));
  // What follows the mark of a block says nothing about the lines below.
  const indented = comments.length > 1 ? rows : rows.slice(1);
  const indent = indented.reduce(
    (least, { text }) => (text === '' ? least : Math.min(least, indentOf(text))),
    Number.POSITIVE_INFINITY,
  );
  let ends: RegExp | undefined;
  let fresh = comments.length === 1;
  return rows.map(row => {
    const own = indentOf(row.text);
    const said = row.text.slice(own);
    if (ends?.test(said)) ends = undefined;
    ends ??= EXAMPLES.find(([begins]) => begins.test(said))?.[1];
    if (ends !== undefined) return { ...row, text: '' };
    const line = saidIn(from(row, fresh ? own : Math.min(indent, own)));
    fresh = line.opens && line.text === '';
    return line;
  });
}

/** The lines without the comment's marks, blank ones empty. */
function rowsOf(source: string, { start, end }: Span): Slice[] {
  const comment = source.slice(start, end);
  const [open, close] = MARKS.find(([opens]) => opens.test(comment)) ?? [];
  if (open === undefined || close === undefined || (start === 0 && SHEBANG.test(comment))) return [];
  const inner = comment.replace(open, '').replace(close, '');
  let at = start + (open.exec(comment)?.[0].length ?? 0);
  const rows = inner.split('\n').map(text => {
    const row = { start: at, text: text.trimEnd(), opens: false };
    at += text.length + 1;
    return row;
  });
  const [first, ...rest] = rows;
  const isStarred = rest.every(({ text }) => text === '' || STARS.test(text));
  return isStarred ? [first, ...rest.map(row => from(row, STARS.exec(row.text)?.[0].length ?? 0))] : rows;
}

/** What is prose of a line; what a tag begins is a paragraph of its own. */
function saidIn(line: Slice): Slice {
  const own = indentOf(line.text);
  const said = line.text.slice(own);
  if (DIRECTIVE.test(said)) return { ...line, text: '' };
  let start = RULE.exec(said)?.[0].length ?? 0;
  start += ELEMENTS.exec(said.slice(start))?.[0].length ?? 0;
  start += tagLength(said.slice(start));
  const prose = start > 0 ? { ...from(line, own + start), opens: true } : line;
  const text = prose.text
    .replace(CLOSING_RULE, '')
    .replace(INLINE_TAG, tag => `\`${tag.slice(1, -1)}\``)
    .trimEnd();
  return { ...prose, text };
}

function tagLength(said: string): number {
  const [whole, groups] = [TAG.exec(said)?.[0], TAG.exec(said)?.groups];
  if (whole === undefined || groups === undefined) return 0;
  const tag = groups.tag ?? groups.field;
  if (CODED.test(tag)) return said.length;
  const [, name] = (groups.tag && NAMED.find(([tags]) => tags.test(tag))) || [];
  return whole.length + (name?.exec(said.slice(whole.length))?.[0].length ?? 0);
}

const indentOf = (text: string) => text.length - text.trimStart().length;

function from({ start, text, opens }: Slice, at: number): Slice {
  return { start: start + at, text: text.slice(at), opens };
}
