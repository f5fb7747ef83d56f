/** What stands in the lines of a Markdown block. */
import { parser as commonmark, type Element, InlineContext } from '@lezer/markdown';
import { addressEnd } from './literalAutolinks.ts';
import type { Told } from './prose.ts';

/** The name of a link's label, or with its `^` of a footnote's: whatever its case and white space are. */
export function labelName(label: string): string {
  return label
    .replace(/[\t\n\r ]+/g, ' ')
    .replace(/^ | $/g, '')
    .toLowerCase()
    .toUpperCase();
}

/** A part of a block that is not read as it stands. */
export interface Inline {
  /** The parser's name of it. */
  name: string;
  /** UTF-16 offsets into the block. */
  from: number;
  to: number;
}

/** Without any of these a block is what it says. */
const MARKS = /[\\`$<*_~&![\]]|:\/\/|www\.|@/i;
/** An address may begin at any letter. */
const ADDRESS = /:\/\/|www\.|@/i;
/** UTF-16 units and marks of a block that nobody wrote by hand: some marks are looked for from each of the others. */
const MOST_UNITS = 64_000;
const MOST_MARKS = 2_000;

/** What stands in a text: in order and apart, and nothing of what is `seen`, but what is inside of that. */
export function inlinesOf(text: string, told: Told, seen: ReadonlySet<string>): Inline[] {
  if (isEndless(text)) return endlessInlines(text);
  if (!MARKS.test(text)) return [];
  isTold = told;
  skipped = ADDRESS.test(text) ? BESIDE_ADDRESSES : BETWEEN_MARKS;
  return flat(inlineParser.parseInline(text, 0), seen, []);
}

function isEndless(text: string): boolean {
  if (text.length <= MOST_MARKS) return false;
  return text.length > MOST_UNITS || (text.match(/[`$<*_~![\]]/g)?.length ?? 0) > MOST_MARKS;
}

/** Prose from end to end, but for code spans and what is too long for a word, such as an image's data. */
function endlessInlines(text: string): Inline[] {
  return Array.from(text.matchAll(/`[^`\n]*`|[!-~]{200,}/g), ({ index, 0: { length } }) => {
    return { name: 'InlineCode', from: index, to: index + length };
  });
}

function flat(elements: readonly Element[], seen: ReadonlySet<string>, found: Inline[]): Inline[] {
  for (const element of elements) {
    const { name } = inlineParser.nodeSet.types[element.type];
    if (seen.has(name)) flat(childrenOf(element), seen, found);
    else found.push({ name, from: element.from, to: element.to });
  }
  return found;
}

/** They are not in the parser's types: it makes trees of them, which takes longer. */
const childrenOf = (element: Element) =>
  (element as Element & { readonly children: readonly Element[] }).children;

/** Of the text that is being read. */
let isTold: Told = () => false;
let skipped: RegExp;

/** What begins nothing, from one mark to the next; with addresses, what cannot begin one of these either. */
const BETWEEN_MARKS = /[^\\`$<*_~&![\]]+/y;
const BESIDE_ADDRESSES = /(?<=[A-Za-z])[A-Za-z]+|[^\w+.\-\\`$<*_~&![\]]+/y;

const [BACKTICK, DOLLAR, BACKSLASH, TILDE, OPEN, CLOSE, BANG] = Array.from('`$\\~[]!', mark =>
  mark.charCodeAt(0),
);

/** Code and math end with as many marks as they begin with. */
function span(cx: InlineContext, next: number, start: number): number {
  if (next !== BACKTICK && next !== DOLLAR) return -1;
  const end = runEnd(cx, start);
  for (let at = end; at < cx.end; ) {
    const close = cx.text.indexOf(next === BACKTICK ? '`' : '$', at);
    if (close < 0) break;
    at = runEnd(cx, close);
    if (at - close !== end - start) continue;
    const marks = [cx.elt('CodeMark', start, end), cx.elt('CodeMark', close, at)];
    return cx.addElement(cx.elt(next === BACKTICK ? 'InlineCode' : 'Math', start, at, marks));
  }
  return end;
}

/** Where a run of a mark ends. */
function runEnd(cx: InlineContext, start: number): number {
  let end = start + 1;
  while (end < cx.end && cx.char(end) === cx.char(start)) end++;
  return end;
}

/** By the length of their runs. */
const STRIKES = [1, 2].map(() => ({ resolve: 'Strikethrough', mark: 'StrikethroughMark' }));

function strike(cx: InlineContext, next: number, start: number): number {
  if (next !== TILDE) return -1;
  const end = runEnd(cx, start);
  if (end - start > 2) return end;
  const before = sideOf(cx.slice(start - 1, start));
  const after = sideOf(cx.slice(end, end + 1));
  const opens = after === 'word' || (after === 'mark' && before !== 'word');
  const closes = before === 'word' || (before === 'mark' && after !== 'word');
  return cx.addDelimiter(STRIKES[end - start - 1], start, end, opens, closes);
}

function sideOf(character: string): 'space' | 'mark' | 'word' {
  if (/^\s?$/.test(character)) return 'space';
  return /[\p{P}\p{S}]/u.test(character) ? 'mark' : 'word';
}

/** A bracket that may begin a link. */
interface Opener {
  /** Among the parser's delimiters. */
  index: number;
  from: number;
  /** Behind its marks. */
  to: number;
  isImage: boolean;
  /** Whether a link that ended behind it lets it begin none. */
  isSpent: boolean;
}

let openers: Opener[] = [];
let openersOf: InlineContext | undefined;

function open(cx: InlineContext, next: number, start: number): number {
  const isImage = next === BANG && cx.char(start + 1) === OPEN;
  if (next !== OPEN && !isImage) return -1;
  if (!isImage) {
    const label = /^\[\^(?:[^\s[\]\\]|\\[[\]\\]?)+\]/.exec(cx.slice(start, start + 1_003))?.[0];
    if (label !== undefined && isTold(labelName(label.slice(1, -1))))
      return cx.addElement(cx.elt('FootnoteCall', start, start + label.length));
  }
  const type = isImage ? InlineContext.imageStart : InlineContext.linkStart;
  const to = cx.addDelimiter(type, start, isImage ? start + 2 : start + 1, true, false);
  if (openersOf !== cx) openers = [];
  openersOf = cx;
  openers.push({ index: cx.findOpeningDelimiter(type) ?? 0, from: start, to, isImage, isSpent: false });
  return to;
}

/** By CommonMark's rules, in which definitions decide. */
function close(cx: InlineContext, next: number, start: number): number {
  if (next !== CLOSE || openersOf !== cx) return -1;
  const opener = openers.pop();
  if (opener === undefined || opener.isSpent) return -1;
  const { index, from, to, isImage } = opener;
  const label = cx.slice(to, start);
  const end = linkEnd(cx, start + 1, label);
  if (end < 0) {
    // Of `![^note]` the mark of an image is text.
    if (!isImage || !label.startsWith('^') || !isTold(labelName(label))) return -1;
    cx.takeContent(index);
    return cx.addElement(cx.elt('FootnoteCall', from + 1, start + 1));
  }
  const content = [cx.elt('LinkMark', from, to), ...cx.takeContent(index), cx.elt('LinkTail', start, end)];
  if (!isImage) for (const other of openers) other.isSpent ||= !other.isImage;
  return cx.addElement(cx.elt(isImage ? 'Image' : 'Link', from, end, content));
}

/** Where the link ends whose text ends at `start` with its bracket; -1 where it is none. */
function linkEnd(cx: InlineContext, start: number, text: string): number {
  const isDefined = isTold(`[${labelName(text)}`);
  const next = cx.char(start);
  if (next === OPEN) {
    const label = /^\[(?:[^[\]\\]|\\.?){0,999}\]/s.exec(cx.slice(start, start + 1_001))?.[0];
    const name = label === undefined ? '' : labelName(label.slice(1, -1));
    if (name !== '' && isTold(`[${name}`)) return start + (label?.length ?? 0);
    if (label === '[]') return isDefined ? start + 2 : -1;
    return name === '' && isDefined ? start : -1;
  }
  const end = next === 40 ? resourceEnd(cx.text, start) : -1;
  return end < 0 && isDefined ? start : end;
}

const DESTINATION = /\([ \t\r\n]*(?:<(?:[^<>\\\r\n]|\\.)*>)?/y;
const TITLE = /(?:[ \t\r\n]+(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\)))?[ \t\r\n]*\)/sy;
/** So deep may parentheses stand in a destination: CommonMark asks for three, the oracle has this. */
const DEEPEST_PARENTHESES = 32;

/** Behind `(destination "title")`. */
function resourceEnd(text: string, start: number): number {
  const opened = matchAt(DESTINATION, text, start);
  let end = start + opened.length;
  if (!opened.endsWith('>')) {
    if (text[end] === '<') return -1;
    let depth = 0;
    for (; end < text.length && /[^\0- \x7f]/.test(text[end]); end++) {
      if (text[end] === '\\' && /[!-/:-@[-`{-~]/.test(text[end + 1] ?? '')) end++;
      else if (text[end] === '(' && ++depth > DEEPEST_PARENTHESES) return -1;
      else if (text[end] === ')' && --depth < 0) break;
    }
    if (depth > 0) return -1;
  }
  const closed = matchAt(TITLE, text, end);
  return closed === '' ? -1 : end + closed.length;
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

/** What the parser takes for something else: `<` ends an address in brackets, and declarations are in small letters, too. */
function bracket(cx: InlineContext, next: number, start: number): number {
  if (next !== 60) return -1;
  const declaration = /^<![a-z][^>]*>/.exec(cx.slice(start, cx.end))?.[0];
  if (declaration) return cx.addElement(cx.elt('HTMLTag', start, start + declaration.length));
  return /^<[a-z][^\s<>]*</i.test(cx.slice(start, cx.end)) ? start + 1 : -1;
}

/** An address in a link's text is none of its own. */
function address(cx: InlineContext, _: number, start: number): number {
  if (openersOf === cx && openers.length > 0) return -1;
  const end = addressEnd(cx.text, start);
  return end < 0 ? -1 : cx.addElement(cx.elt('Address', start, end));
}

const inlineParser = commonmark.configure([
  {
    defineNodes: ['Math', 'Strikethrough', 'StrikethroughMark', 'FootnoteCall', 'LinkTail', 'Address'],
    parseInline: [
      {
        name: 'Skip',
        before: 'Escape',
        parse: (cx, _, start) =>
          start + (matchAt(skipped, cx.text, start).length || Number.NEGATIVE_INFINITY),
      },
      { name: 'InlineCode', parse: span },
      {
        name: 'HardBreak',
        parse: (cx, next, start) =>
          next === BACKSLASH && /[\r\n]/.test(cx.slice(start + 1, start + 2))
            ? cx.addElement(cx.elt('HardBreak', start, start + 1))
            : -1,
      },
      { name: 'Link', parse: open },
      { name: 'LinkEnd', parse: close },
      { name: 'Strikethrough', after: 'Emphasis', parse: strike },
      { name: 'Address', before: 'Emphasis', parse: address },
      { name: 'Bracket', before: 'HTMLTag', parse: bracket },
    ],
    remove: ['Image'],
  },
]);
