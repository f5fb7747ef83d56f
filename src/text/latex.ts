/** Prose in LaTeX. */
import type { TextKinds } from '../base/textKinds.ts';
import { BlockWriter } from './blockWriter.ts';
import { kindSet } from './kinds.ts';
import {
  ACCENTS,
  BREAKS,
  DEFINITIONS,
  HEADINGS,
  LEADING,
  LISTS,
  MATH,
  PARAGRAPHS,
  SILENT,
  SYMBOLS,
  TABLES,
  TITLED,
  VERBATIM,
} from './latexCommands.ts';
import { JOINER, soften } from './mask.ts';
import type { Block, Extractor, Piece } from './prose.ts';

export const latex: Extractor = { pieces: chunks };

/** UTF-16 units after which a piece ends at a blank line, also in a list or a table. */
const TOO_MUCH = 32_000;
/** Of an argument, and of one that defines something. */
const LONGEST = 2_000;
const LONGEST_DEFINITION = 8_000;
/** Of arguments in a piece that do not end: with more it is no LaTeX, and looking for ends takes quadratic time. */
const MOST_ENDLESS = 50;

/** What is not just a character: a comment, a break, an accent, a command, what is typed for another character. */
const TOKEN = new RegExp(
  [
    '(?<comment>%.*)',
    String.raw`(?<blank>\r?\n[ \t]*\r?\n\s*)`,
    String.raw`(?<newline>\\\\\*?(?:\[[^\]\n]{0,99}\])?)`,
    String.raw`\\(?:(?<accent>["'${'`'}^~=.])|(?<letter>[uvHckrdb])(?=\{|\s[A-Za-z](?![A-Za-z])))\s?(?:\{\s?\\?(?<base>[A-Za-z])\s?\}|\\(?<dotless>[ij])(?![A-Za-z])|(?<bare>[A-Za-z]))`,
    String.raw`\\(?<command>[A-Za-z@]+)\*?`,
    String.raw`\\(?<symbol>[^A-Za-z@])`,
    String.raw`(?<math>\$\$?)`,
    "(?<mark>[{}&~]|``|''|`|---?)",
  ].join('|'),
  'g',
);
const TYPED: Readonly<Record<string, string>> = {
  '``': '“',
  "''": '”',
  '`': '‘',
  '--': '–',
  '---': '—',
  '~': ' ',
};
/** A paragraph's end, where nothing goes on that may not go on beyond. */
const BLANK = String.raw`\r?\n[ \t]*\r?\n`;

/** A piece is a paragraph, with all of a list, of a table, of the preamble, of what is no prose. */
function* chunks(text: string, from: number): Generator<Piece> {
  for (let start = from; start < text.length; ) {
    const reader = new Reader(text, start);
    const end = reader.read();
    yield { start, end, reach: Math.max(reader.reach, end + 1), blocks: () => reader.blocks };
    start = end;
  }
}

class Reader {
  readonly blocks: Block[] = [];
  /** Behind the last unit that was looked at ahead. */
  reach = 0;
  readonly #text: string;
  readonly #start: number;
  /** What is read next. */
  #at: number;
  readonly #block = new BlockWriter();
  /** The braces that are open: whether one holds a block of its own. */
  #groups: ('heading' | 'own' | undefined)[] = [];
  /** By what would close, up to where nothing does. */
  readonly #unclosed = new Map<string, number>();
  #endless = 0;
  #isPreamble = false;
  #lists = 0;
  #tables = 0;

  constructor(text: string, start: number) {
    this.#text = text;
    this.#start = start;
    this.#at = start;
  }

  /** Reads a piece. @returns its end */
  read(): number {
    for (;;) {
      TOKEN.lastIndex = this.#at;
      const token = TOKEN.exec(this.#text);
      const start = token?.index ?? this.#text.length;
      this.#put(this.#at, soften(this.#text.slice(this.#at, start)));
      this.#at = start + (token?.[0].length ?? 0);
      if (token === null || this.#at >= this.#text.length) {
        if (token !== null) this.#take(token);
        this.#break();
        return this.#text.length;
      }
      this.#take(token);
      if (token.groups?.blank !== undefined && this.#mayEnd()) return this.#at;
    }
  }

  #mayEnd(): boolean {
    if (this.#isPreamble) return false;
    return (this.#lists === 0 && this.#tables === 0) || this.#at - this.#start > TOO_MUCH;
  }

  #take({ 0: raw, index, groups = {} }: RegExpExecArray): void {
    const { blank, newline, command, symbol, math, mark } = groups;
    const accent = groups.accent ?? groups.letter;
    if (blank !== undefined) this.#break();
    else if (newline !== undefined && this.#tables > 0) this.#break();
    else if (accent !== undefined) {
      const letter = groups.base ?? groups.dotless ?? groups.bare;
      const said = `${letter}${ACCENTS[accent]}`.normalize('NFC');
      this.#put(index, said.padEnd(raw.length, JOINER));
    } else if (command !== undefined) this.#command(command, index);
    else if (symbol === '(' || symbol === '[') this.#skipTo(symbol === '(' ? '\\\\\\)' : '\\\\\\]');
    else if (symbol !== undefined && '%&#$_{}'.includes(symbol)) this.#put(index, JOINER + symbol);
    else if (symbol === '-' || symbol === '/' || symbol === '!') this.#put(index, JOINER + JOINER);
    else if (math !== undefined) {
      if (!this.#skipTo(math === '$' ? '\\$' : '\\$\\$')) this.#put(index, math);
    } else if (mark === '{') this.#openGroup(undefined);
    else if (mark === '}') this.#closeGroup();
    else if (mark === '&') this.#break();
    else if (mark !== undefined) this.#put(index, TYPED[mark].padEnd(raw.length, JOINER));
  }

  #command(name: string, start: number): void {
    const symbol = SYMBOLS.get(name);
    const isBreak = BREAKS.has(name) || HEADINGS.has(name) || PARAGRAPHS.has(name);
    if (name === 'begin') this.#begin();
    else if (name === 'end') this.#end();
    else if (name === 'verb') this.#verb();
    else if (DEFINITIONS.has(name)) this.#definition();
    else if (isBreak) this.#break();
    else if (symbol !== undefined) this.#put(start, symbol.padEnd(this.#at - start, JOINER));
    if (name === 'documentclass' || name === 'documentstyle') this.#isPreamble = true;
    if (name === 'lstinline' || name === 'mintinline') {
      if (name === 'mintinline') this.#argument();
      this.#option();
      if (this.#text[this.#at] !== '{') this.#verb();
    }
    if (SILENT.has(name)) while (this.#option() || this.#argument());
    else if (symbol === undefined && name !== 'begin' && name !== 'end') {
      this.#option();
      for (let count = LEADING.get(name) ?? 0; count > 0; count--) this.#argument();
      if (!isBreak && name !== 'verb') this.#put(start, JOINER.repeat(this.#at - start));
    }
    const own = HEADINGS.has(name) ? 'heading' : PARAGRAPHS.has(name) ? 'own' : undefined;
    if (own !== undefined && this.#text[this.#at] === '{') {
      this.#at++;
      this.#openGroup(own);
    }
  }

  #begin(): void {
    const name = this.#name();
    this.#break();
    if (name === 'document') this.#isPreamble = false;
    else if (VERBATIM.has(name)) {
      this.#at = this.#verbatimEnd(name);
      return;
    } else if (MATH.has(name)) {
      this.#skipTo(String.raw`\\end\{${name}\*?\}`);
      return;
    }
    if (LISTS.has(name)) this.#lists++;
    if (TABLES.has(name)) this.#tables++;
    this.#option();
    if (TITLED.has(name) && this.#text[this.#at] === '{') {
      this.#at++;
      this.#openGroup('heading');
    } else while (this.#option() || this.#argument());
  }

  #end(): void {
    const name = this.#name();
    this.#break();
    if (LISTS.has(name)) this.#lists = Math.max(0, this.#lists - 1);
    if (TABLES.has(name)) this.#tables = Math.max(0, this.#tables - 1);
    if (name === 'document') this.#at = this.#text.length;
  }

  /** An environment's, without its star. */
  #name(): string {
    const found = this.#next(/\s?\{([A-Za-z\d@-]+)\*?\}/y);
    return found?.[1] ?? '';
  }

  #verbatimEnd(name: string): number {
    const close = new RegExp(String.raw`\\end\{${name}\*?\}`, 'g');
    close.lastIndex = this.#at;
    return close.test(this.#text) ? close.lastIndex : this.#text.length;
  }

  /** Whatever stands between two of a character. */
  #verb(): void {
    this.#next(/([^\sA-Za-z\d{]).{0,999}?\1/y);
  }

  /** Up to what is defined and beyond: `\def\name#1{...}`, `\newcommand{\name}[1]{...}`. */
  #definition(): void {
    this.#next(/\s?\\?[\w@]*\*?[#\d= ]*/y);
    if (this.#text[this.#at] === '\\') this.#next(/\\[A-Za-z@]+/y);
    while (this.#option() || this.#argument(true));
  }

  /** What the expression finds right here is passed over. */
  #next(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = this.#at;
    const found = expression.exec(this.#text);
    if (found !== null) this.#at = expression.lastIndex;
    return found;
  }

  /** Up to and with what closes, unless the paragraph ends before it. */
  #skipTo(close: string): boolean {
    if ((this.#unclosed.get(close) ?? 0) > this.#at) return false;
    const end = new RegExp(String.raw`(?<!\\)(?:\\\\)*(?<close>${close})|${BLANK}`, 'g');
    end.lastIndex = this.#at;
    const found = end.exec(this.#text);
    const isClosed = found?.groups?.close !== undefined;
    if (isClosed) this.#at = end.lastIndex;
    else this.#unclosed.set(close, found?.index ?? this.#text.length);
    return isClosed;
  }

  #option(): boolean {
    return this.#next(/\s?\[(?:[^[\]{}\n]|\{[^{}\n]{0,200}\}|\n(?![ \t]*\r?\n)){0,500}\]/y) !== null;
  }

  /** @param isLong whether it may have several paragraphs */
  #argument(isLong = false): boolean {
    if (this.#text[this.#at] !== '{' || this.#endless > MOST_ENDLESS) return false;
    const marks = new RegExp(String.raw`[{}]|\\[\s\S]|%.*${isLong ? '' : `|${BLANK}`}`, 'g');
    marks.lastIndex = this.#at;
    const longest = isLong ? LONGEST_DEFINITION : LONGEST;
    for (let depth = 0; ; ) {
      const found = marks.exec(this.#text);
      const end = found === null ? this.#text.length + 1 : marks.lastIndex;
      this.reach = Math.max(this.reach, end);
      if (found === null || end - this.#at > longest || found[0].includes('\n')) {
        this.#endless++;
        return false;
      }
      if (found[0] === '{') depth++;
      else if (found[0] === '}' && --depth === 0) {
        this.#at = end;
        return true;
      }
    }
  }

  #openGroup(own: 'heading' | 'own' | undefined): void {
    if (own !== undefined) this.#break();
    this.#groups.push(own);
    if (own === undefined) this.#put(this.#at - 1, JOINER);
  }

  #closeGroup(): void {
    if (this.#groups.at(-1) === undefined) this.#put(this.#at - 1, JOINER);
    else this.#flush();
    this.#groups.pop();
  }

  #put(start: number, masked: string): void {
    if (this.#isPreamble && !this.#groups.includes('heading')) return;
    if (!this.#block.isEmpty || masked.trim() !== '') this.#block.write(start, masked);
  }

  /** A group ends with its paragraph. */
  #break(): void {
    this.#flush();
    this.#groups = [];
  }

  #flush(): void {
    for (const block of this.#block.finish(this.#kinds)) this.blocks.push(block);
  }

  get #kinds(): TextKinds {
    const base = this.#groups.includes('heading') ? 'heading' : 'prose';
    return this.#lists > 0 ? kindSet(base, 'list-item') : kindSet(base);
  }
}
