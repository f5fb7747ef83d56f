/** The blocks of Markdown as GitHub has it, with math; what stands in their lines is read later (markdownInline). */
import type { Input } from '@lezer/common';
import { parser as commonmark, type Line, Table } from '@lezer/markdown';

/** What nobody wrote by hand and a parser takes too long for: UTF-16 units of a line, containers in one. */
const LONGEST_LINE = 64_000;
const DEEPEST = /(?:> ?){200}|(?:(?:[-+*]|\d{1,9}[.)]) ){200}/;

/** The row below a table's heading, where the parser takes no space behind its last bar. */
const DELIMITERS = /^[>\s]*\|?[\s:|-]*\|\s+$/;

/** A text line by line, as a parser of blocks is to see it; lines end at LF, CRLF and CR. */
export class Lines implements Input {
  readonly lineChunks = true;
  readonly length: number;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
    this.length = text.length;
  }

  chunk(from: number): string {
    const newline = this.#text.indexOf('\n', from);
    const line = this.#text.slice(from, newline < 0 ? undefined : newline);
    const [first] = line.split('\r', 1);
    // What stands before CRLF keeps its length: a space at a line's end says nothing.
    const seen = first.length === line.length - 1 && newline >= 0 ? `${first} ` : first;
    if (DELIMITERS.test(seen)) return seen.replace(/\|(\s+)$/, '$1|');
    if (seen.length > LONGEST_LINE || (seen.length > 400 && DEEPEST.test(seen))) return 'x'.repeat(seen.length);
    return seen || '\n';
  }

  read(from: number, to: number): string {
    return this.#text.slice(from, to);
  }
}

const FOOTNOTE = /^\[\^(?:[^\s[\]\\]|\\[[\]\\]?){1,999}\]:/;
const footnoteLabel = (line: Line) => (line.next === 91 ? FOOTNOTE.exec(line.text.slice(line.pos))?.[0] : undefined);

const MATH = /^(\${2,})[^$]*$/;
const mathFence = (line: Line) => (line.next === 36 ? MATH.exec(line.text.slice(line.pos))?.[1].length : undefined);

/** How many of the blocks around it a line goes on. Fenced code goes by it, too; it is not in the parser's types. */
const depthOf = (line: Line) => (line as Line & { readonly depth: number }).depth;

/** Reads blocks alone. */
export const blockParser = commonmark.configure([
  Table,
  {
    defineNodes: [
      {
        name: 'Footnote',
        block: true,
        composite(_, line) {
          if (line.next >= 0 && line.indent < line.baseIndent + 4) return false;
          line.moveBaseColumn(line.baseIndent + 4);
          return true;
        },
      },
      'FootnoteLabel',
      { name: 'MathBlock', block: true },
    ],
    parseBlock: [
      {
        name: 'Footnote',
        before: 'Blockquote',
        parse(cx, line) {
          const label = footnoteLabel(line);
          if (label === undefined) return false;
          const start = cx.lineStart + line.pos;
          cx.startComposite('Footnote', line.pos);
          cx.addElement(cx.elt('FootnoteLabel', start, start + label.length - 1));
          line.moveBase(line.pos + label.length);
          return null;
        },
        endLeaf: (_, line) => footnoteLabel(line) !== undefined,
      },
      {
        name: 'MathBlock',
        before: 'FencedCode',
        parse(cx, line) {
          const size = mathFence(line);
          if (size === undefined) return false;
          const start = cx.lineStart + line.pos;
          while (cx.nextLine() && depthOf(line) >= cx.depth) {
            if (!closesMath(line, size)) continue;
            cx.nextLine();
            break;
          }
          cx.addElement(cx.elt('MathBlock', start, cx.prevLineEnd()));
          return true;
        },
        endLeaf: (_, line) => mathFence(line) !== undefined,
      },
    ],
    parseInline: [{ name: 'Later', before: 'Escape', parse: cx => cx.end }],
  },
]);

function closesMath(line: Line, size: number): boolean {
  if (line.next !== 36 || line.indent >= line.baseIndent + 4) return false;
  const rest = line.text.slice(line.pos).trimEnd();
  return rest.length >= size && /^\$+$/.test(rest);
}
