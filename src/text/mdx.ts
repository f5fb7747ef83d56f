/** Prose in MDX: Markdown with components, expressions, imports and exports. */
import { braceEnd, FILLER } from './expressions.ts';
import { markdown } from './markdown.ts';
import type { Extractor, Told } from './prose.ts';

/** What may begin something that Markdown does not know, or code, in which nothing else counts. */
const OPENS =
  /^[ \t>*+-]*(?:`{3,}|~{3,})|^(?:import(?=[\s{*"'])|export(?=\s))|^(?: {4}|\t)[ \t]*|\\[\s\S]|`+|\{|<!--|<\/?(?:[A-Za-z]|>)/gm;
/** An item's mark. */
const MARK = /(?:[-*+]|\d{1,9}[.)])[ \t]+/y;

/** Its comments, and what else is in braces, may go on as far as the text: an edit reads all of it again. */
export const mdx: Extractor = {
  entire: true,
  *pieces(text, from) {
    for (const piece of markdown.pieces(asMarkdown(text), from)) {
      const blocks = (told: Told) =>
        piece.blocks(told).map(block => ({ ...block, text: block.text.replaceAll(FILLER, ' ') }));
      yield { ...piece, blocks };
    }
  },
};

/** Behind the expression that begins there, or -1. */
type Closing = (start: number) => number;

/** The text, of the same length and lines, with {@link FILLER}s for what is not Markdown's, and for fenced code. */
export function asMarkdown(text: string): string {
  const parts: string[] = [];
  let at = 0;
  let depth = 0;
  let isUnclosed = false;
  /** What a brace opens that nothing closes is none, nor what any other would open behind it. */
  const closing: Closing = start => {
    const end = isUnclosed ? -1 : braceEnd(text, start);
    isUnclosed ||= end < 0;
    return end;
  };
  const fill = (from: number, to: number) => {
    parts.push(text.slice(at, from), text.slice(from, to).replace(/[^\r\n]/g, FILLER));
    at = to;
  };
  for (OPENS.lastIndex = 0; ; OPENS.lastIndex = at) {
    const found = OPENS.exec(text);
    if (found === null) break;
    const { 0: open, index } = found;
    const behind = index + open.length;
    const keep = (to: number) => {
      parts.push(text.slice(at, to));
      at = to;
    };
    if (/^[ \t>*+-]*(?:```|~~~)/.test(open)) {
      keep(index + open.search(/[`~]/));
      fill(at, fenceEnd(text, at, behind));
    } else if (open === 'import' || open === 'export') fill(index, statementsEnd(text, behind, closing));
    else if (open.trim() === '') {
      // By its indentation alone nothing is code here; outside of components it may be an item's, as in Markdown.
      MARK.lastIndex = behind;
      if (depth > 0) fill(index, MARK.test(text) ? MARK.lastIndex : behind);
      else keep(behind);
    } else if (open[0] === '\\') keep(behind);
    else if (open[0] === '`') keep(codeEnd(text, open, behind));
    else if (open === '<!--') keep(endOf(text, '-->', behind));
    else if (open === '{') {
      const end = closing(index);
      if (end > 0) fill(index, end);
      else keep(behind);
    } else {
      const end = tagEnd(text, index, closing);
      if (end > 0) {
        if (open[1] === '/') depth = Math.max(0, depth - 1);
        else if (text[end - 2] !== '/') depth++;
        fill(index, end);
      } else keep(behind);
    }
  }
  parts.push(text.slice(at));
  return parts.join('');
}

/** Behind the fence that closes the one at `start`. */
function fenceEnd(text: string, start: number, behind: number): number {
  const fence = text.slice(start, behind);
  const close = new RegExp(`^[ \\t>]*${fence[0]}{${fence.length},}[ \\t]*$`, 'gm');
  close.lastIndex = behind;
  return close.test(text) ? close.lastIndex : text.length;
}

const RUN_OR_BLANK = /`+|\n[ \t]*\r?\n/g;

/** Behind a code span, or behind its mark where nothing closes it in its paragraph. */
function codeEnd(text: string, mark: string, behind: number): number {
  for (RUN_OR_BLANK.lastIndex = behind; ; ) {
    const [run] = RUN_OR_BLANK.exec(text) ?? ['\n'];
    if (run[0] === '\n') return behind;
    if (run === mark) return RUN_OR_BLANK.lastIndex;
  }
}

const BRACE_OR_BLANK = /\{|\n(?=[ \t]*\r?(?:\n|$))/g;

/** The end of statements that began before `from`: a blank line outside of braces. */
function statementsEnd(text: string, from: number, closing: Closing): number {
  for (let at = from; ; ) {
    BRACE_OR_BLANK.lastIndex = at;
    const found = BRACE_OR_BLANK.exec(text);
    if (found === null) return text.length;
    const end = found[0] === '{' ? closing(found.index) : -1;
    if (found[0] !== '{') return found.index;
    at = end < 0 ? found.index + 1 : end;
  }
}

/** Behind the tag, or 0 where it is none: the address in angle brackets is Markdown's. */
function tagEnd(text: string, start: number, closing: Closing): number {
  const name = /<\/?[\w.:-]*(?=[\s/>{])/y;
  name.lastIndex = start;
  if (!name.test(text) || text[name.lastIndex - 1] === ':') return 0;
  for (let at = name.lastIndex; at < text.length; at++) {
    const mark = text[at];
    if (mark === '>') return at + 1;
    if (mark === '<' || (mark === '\n' && /\n[ \t]*\r?\n/y.test(text.slice(at, at + 100)))) return 0;
    let close = at;
    if (mark === '{') close = closing(at) - 1;
    else if (mark === '"' || mark === "'") close = text.indexOf(mark, at + 1);
    if (close < at) return 0;
    at = close;
  }
  return 0;
}

function endOf(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? text.length : at + mark.length;
}
