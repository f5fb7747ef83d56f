import { postprocess, preprocess } from 'micromark';
import { parserFor } from './markdownParsers.ts';
import { detach } from './mask.ts';
import type { Facts, Piece } from './prose.ts';

export type Event = Parameters<typeof postprocess>[0][number];
export type Token = Event[1];

/** A part of a document that a parser may read alone. */
export interface MarkdownPiece extends Omit<Piece, 'blocks'> {
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

/** A line that may begin an item, a quote or a footnote. Without one the lines need not be read one by one for them. */
const CONTAINER = /^[ \t]*(?:>|[*+-](?:\s|$)|\d{1,9}[.)](?:\s|$)|\[\^)/m;

/** What may begin a piece behind a blank line. A rule must not: it would begin front matter. */
const AFTER_BLANK = /^(?!---|\+\+\+)\S/;
/** What may begin one behind any line: the item of a bullet that says something, for it interrupts a paragraph. */
const ITEM = /^[-*+] {1,3}\S/;

/** How far a piece looks beyond its end: for what may begin the next one. */
const LOOK_AHEAD = 5;

/** The fact where the front matter ends. Those of definitions begin with `[`, those of footnotes with `^`. */
const FRONT_MATTER = '---';
/**
 * A definition's label, behind nothing but the markers of the containers that it stands in. These are looked for last:
 * a text has fewer brackets than lines.
 */
const DEFINITION = /(?<=^(?:[ \t>]|[-+*][ \t]|\d{1,9}[.)][ \t]){0,9})\[(\^?)((?:[^[\]\\]|\\.){1,999})\]:/gm;

/** What the pieces of a text may ask of the whole: what is defined in it, and where the front matter ends. */
export function markdownFacts(text: string): Facts {
  const facts = new Map([[FRONT_MATTER, frontMatterEnd(text)]]);
  for (const [, footnote, label] of text.matchAll(DEFINITION)) {
    const id = label.replace(/\s+/g, ' ').trim().toLowerCase().toUpperCase();
    facts.set((footnote || '[') + id, 1);
  }
  return facts;
}

/**
 * Reads Markdown piece by piece, with the result of reading it whole. A piece ends before a line that is not
 * indented, after a blank one, and before a bullet's item: these end every paragraph, list item and quote. What they do
 * not end (a fence, say) micromark leaves open, and the piece is read again with what follows.
 */
export function* markdownPieces(
  text: string,
  facts: Facts = markdownFacts(text),
  from = 0,
): Generator<MarkdownPiece> {
  const ends = possibleEnds(text, from, facts.get(FRONT_MATTER) ?? 0);
  for (let start = from, end = start; end < text.length; start = end) {
    const asked = new Set<string>(start === 0 ? [FRONT_MATTER] : []);
    const read = (ahead: number): MarkdownPiece => {
      for (let i = 0; i < ahead && end < text.length; i++) end = ends.next().value ?? text.length;
      const source = detach(text.slice(start, end));
      const reach = end < text.length ? end + LOOK_AHEAD : end + 1;
      return { start, end, reach, asked, text: source, events: eventsOf(source, facts, asked) };
    };
    let piece = read(1);
    for (let more = 1; end < text.length && isOpen(piece); more *= 2) piece = read(more);
    yield piece;
  }
}

/** Nothing is left in the parser from one piece to the next: a piece is read alike wherever reading began. */
function eventsOf(text: string, facts: Facts, asked: Set<string>): Event[] | undefined {
  if (isEndless(text)) return undefined;
  if (fenceOf(text) !== undefined) return [];
  const parser = parserFor(text);
  Object.assign(parser, {
    lazy: {},
    defined: identifiers('[', facts, asked),
    gfmFootnotes: identifiers('^', facts, asked),
  });
  const chunks = preprocess();
  chunks('', undefined, false); // A byte-order mark that does not begin the document is a character like others.
  const tokenizer = CONTAINER.test(text) ? parser.document() : parser.flow();
  return postprocess(tokenizer.write(chunks(text, undefined, true)));
}

/** micromark's list of what is defined: it adds what it finds. Notes what it is asked for. */
function identifiers(mark: string, facts: Facts, asked: Set<string>): string[] {
  const found: string[] = [];
  const includes = (id: string) => {
    asked.add(mark + id);
    return facts.has(mark + id) || found.indexOf(id) >= 0;
  };
  return Object.assign(found, { includes });
}

function isEndless(text: string): boolean {
  if ((text.match(/\[/g)?.length ?? 0) > MOST_BRACKETS || DEEPEST_QUOTE.test(text)) return true;
  return text.length > LONGEST_LINE && text.split('\n').some(line => line.length > LONGEST_LINE);
}

/**
 * Of a piece that begins with a fence of code: whether it ends inside, or with nothing but blank lines behind it. Such a
 * piece holds no prose, and micromark need not read it. Undefined for any other piece.
 */
function fenceOf(text: string): 'open' | 'closed' | undefined {
  const fence = /^ {0,3}(`{3,}(?=[^`\r\n]*(?:[\r\n]|$))|~{3,})/.exec(text)?.[1];
  if (fence === undefined) return undefined;
  const close = new RegExp(`[\\r\\n] {0,3}${fence[0]}{${fence.length},}[ \\t]*(?:[\\r\\n]|$)`).exec(text);
  if (close === null) return 'open';
  return text.slice(close.index + close[0].length).trim() === '' ? 'closed' : undefined;
}

/** Where a piece may end, from the piece on that begins at `first`; the text's end is the last. */
function* possibleEnds(text: string, first: number, frontMatter: number): Generator<number, undefined> {
  let start = first;
  let blank = false;
  for (let from = Math.max(first, frontMatter); from < text.length; ) {
    const newline = text.indexOf('\n', from);
    const to = newline < 0 ? text.length : newline + 1;
    const line = text.slice(from, to);
    if (from > start && ((blank ? AFTER_BLANK : ITEM).test(line) || from - start >= TOO_MUCH)) {
      yield from;
      start = from;
    }
    blank = line.trim() === '';
    from = to;
  }
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
function isOpen({ text, events = [] }: MarkdownPiece): boolean {
  if (events.length === 0) return !isEndless(text) && fenceOf(text) === 'open';
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
