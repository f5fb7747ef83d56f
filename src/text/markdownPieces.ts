import { parse, postprocess, preprocess } from 'micromark';
import { frontmatter } from 'micromark-extension-frontmatter';
import { gfm } from 'micromark-extension-gfm';
import { math } from 'micromark-extension-math';

export type Event = Parameters<typeof postprocess>[0][number];
export type Token = Event[1];
type Parser = ReturnType<typeof parse>;

/** A part of a document that a parser may read alone. */
export interface Piece {
  start: number;
  text: string;
  /** Their offsets count from `start`. None where a line or a block is too long to be written by hand. */
  events: Event[] | undefined;
}

/** UTF-16 units after which a piece may end at any line: micromark takes quadratic time on endless blocks. */
const TOO_MUCH = 32_000;

/** What nobody wrote by hand, and micromark takes too long for: UTF-16 units of a line, `[` in a piece, quotes. */
const LONGEST_LINE = 64_000;
const MOST_BRACKETS = 5_000;
const DEEPEST_QUOTE = /(?:> ?){200}/;

/**
 * Reads Markdown piece by piece, with the result of reading it whole. A piece ends before a line that is not
 * indented, after a blank one: that ends every paragraph, list item and quote. What it does not end (a fence, say)
 * micromark leaves open, and the piece is read again with what follows.
 */
export function* markdownPieces(text: string): Generator<Piece> {
  const parser = newParser(text);
  const ends = possibleEnds(text);
  let start = 0;
  for (let next = 0; next < ends.length; ) {
    let last = next;
    let piece = read(parser, text, start, ends[last]);
    for (let more = 1; last < ends.length - 1 && isOpen(piece); more *= 2) {
      last = Math.min(last + more, ends.length - 1);
      piece = read(parser, text, start, ends[last]);
    }
    yield piece;
    start = ends[last];
    next = last + 1;
  }
}

/** A definition counts in the whole document, whichever piece holds it. */
function newParser(text: string): Parser {
  const parser = parse({ extensions: [gfm(), frontmatter(['yaml', 'toml']), math()] });
  const footnotes: string[] = [];
  for (const [, footnote, label] of text.matchAll(/^[ \t>]{0,9}\[(\^?)((?:[^[\]\\]|\\.){1,999})\]:/gm)) {
    const id = label.replace(/\s+/g, ' ').trim().toLowerCase().toUpperCase();
    (footnote ? footnotes : parser.defined).push(id);
  }
  return Object.assign(parser, { gfmFootnotes: footnotes });
}

function read(parser: Parser, source: string, start: number, end: number): Piece {
  const text = source.slice(start, end);
  if (isEndless(text)) return { start, text, events: undefined };
  parser.lazy = {};
  const chunks = preprocess();
  chunks('', undefined, false); // A byte-order mark that does not begin the document is a character like others.
  return { start, text, events: postprocess(parser.document().write(chunks(text, undefined, true))) };
}

function isEndless(text: string): boolean {
  if ((text.match(/\[/g)?.length ?? 0) > MOST_BRACKETS || DEEPEST_QUOTE.test(text)) return true;
  return text.length > LONGEST_LINE && text.split('\n').some(line => line.length > LONGEST_LINE);
}

function possibleEnds(text: string): number[] {
  const ends: number[] = [];
  let start = 0;
  let blank = false;
  for (let from = frontMatterEnd(text); from < text.length; ) {
    const newline = text.indexOf('\n', from);
    const to = newline < 0 ? text.length : newline + 1;
    const line = text.slice(from, to);
    // A rule must not begin a piece: it would begin front matter.
    if (from > start && ((blank && /^(?!---|\+\+\+)\S/.test(line)) || from - start >= TOO_MUCH)) {
      ends.push(from);
      start = from;
    }
    blank = line.trim() === '';
    from = to;
  }
  if (start < text.length) ends.push(text.length);
  return ends;
}

function frontMatterEnd(text: string): number {
  const mark = /^(?:---|\+\+\+)(?=[ \t]*\r?\n)/.exec(text)?.[0];
  if (!mark) return 0;
  const close = mark === '---' ? /^---[ \t]*(?:\r?\n|$)/gm : /^\+\+\+[ \t]*(?:\r?\n|$)/gm;
  close.lastIndex = mark.length;
  return close.test(text) ? close.lastIndex : 0;
}

/** What stands in these ends with them, at the latest where the next piece begins. */
const CONTAINERS = new Set<string>(['blockQuote', 'gfmFootnoteDefinition', 'listOrdered', 'listUnordered']);
/** HTML that a blank line does not end, by CommonMark's rules 1 to 5. */
const LASTING_HTML: readonly [open: RegExp, close: RegExp][] = [
  [/^<!--/, /-->/],
  [/^<(?:pre|script|style|textarea)\b/i, /<\/(?:pre|script|style|textarea)>/i],
  [/^<\?/, /\?>/],
  [/^<![a-z]/i, />/],
  [/^<!\[CDATA\[/, /\]\]>/],
];

/** Whether the piece ends inside something outside of all containers that goes on after its end. */
function isOpen({ text, events = [] }: Piece): boolean {
  let fences = 0;
  for (let i = events.length - 1; i >= 0; i--) {
    const [kind, token] = events[i];
    if (CONTAINERS.has(token.type)) return false;
    if (kind !== 'enter') continue;
    if (token.type === 'codeFencedFence' || token.type === 'mathFlowFence') fences++;
    else if (token.type === 'codeFenced' || token.type === 'mathFlow') return fences < 2;
    else if (token.type === 'htmlFlow') {
      const endsBlank = /\n[ \t]*\r?\n$/.test(text);
      return !endsBlank || lasts(text.slice(token.start.offset, token.end.offset).trimStart());
    } else if (token.type === 'paragraph' || token.type === 'atxHeading') return false;
  }
  return false;
}

function lasts(html: string): boolean {
  const [open, close] = LASTING_HTML.find(([opening]) => opening.test(html)) ?? [];
  return !!open && !!close && !close.test(html.replace(open, ''));
}
