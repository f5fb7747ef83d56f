/** The blocks of Markdown as GitHub has it, with math; what stands in their lines is read later (markdownInline). */
import type { Input } from '@lezer/common';
import { type BlockParser, parser as commonmark, type LeafBlock, type Line, Table } from '@lezer/markdown';

/** What nobody wrote by hand and a parser takes too long for: UTF-16 units of a line, containers in one. */
const LONGEST_LINE = 64_000;
const DEEPEST = /(?:> ?){200}|(?:(?:[-+*]|\d{1,9}[.)]) ){200}/;

/** The row below a table's heading, where the parser takes no space behind its last bar. */
const DELIMITERS = /^[>\s:|-]*\|\s+$/;

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
    const seen = line.includes('\r') ? withoutReturns(line, newline < 0) : line;
    if (seen.includes('|') && DELIMITERS.test(seen)) return seen.replace(/\|(\s+)$/, '$1|');
    if (seen.length > LONGEST_LINE || (seen.length > 400 && DEEPEST.test(seen)))
      return 'x'.repeat(seen.length);
    // The parser knows declarations in capitals alone.
    return seen.includes('<!') ? seen.replace(/<![a-z]/g, mark => mark.toUpperCase()) : seen || '\n';
  }

  read(from: number, to: number): string {
    return this.#text.slice(from, to);
  }
}

/** To the first CR. What stands before CRLF keeps its length: a space at a line's end says nothing. */
function withoutReturns(line: string, isLast: boolean): string {
  const end = line.indexOf('\r');
  return end === line.length - 1 && !isLast ? `${line.slice(0, end)} ` : line.slice(0, end);
}

const FOOTNOTE = /^\[\^(?:[^\s[\]\\]|\\[[\]\\]?){1,999}\]:/;
const footnoteLabel = (line: Line) =>
  line.next === 91 ? FOOTNOTE.exec(line.text.slice(line.pos))?.[0] : undefined;

const MATH = /^(\${2,})[^$]*$/;
const mathFence = (line: Line) =>
  line.next === 36 ? MATH.exec(line.text.slice(line.pos))?.[1].length : undefined;

/** How many of the blocks around it a line goes on. Fenced code goes by it, too; it is not in the parser's types. */
const depthOf = (line: Line) => (line as Line & { readonly depth: number }).depth;

/**
 * A table begins at any line of a paragraph, but for lines that go on without their container's marks; a rule ends it.
 * The parser's own begins at no other line where the first has a bar.
 */
const tables: BlockParser[] = (Table.parseBlock ?? []).map(table => ({
  ...table,
  endLeaf(cx, line, leaf) {
    if (line.next === 45 && isTable(leaf)) return /^(?:-[ \t]*){3,}$/.test(line.text.slice(line.pos));
    if (!line.text.includes('|') || isTable(leaf)) return false;
    const begins = depthOf(line) >= cx.depth && !/^[\s:|-]*$/.test(line.text.slice(line.pos));
    return begins && !!table.endLeaf?.(cx, line, { ...leaf, parsers: [] });
  },
}));

/** Its parser has rows once it has read two lines; they are not in its types. */
const isTable = ({ parsers }: LeafBlock) =>
  parsers.some(parser => Array.isArray((parser as { rows?: unknown }).rows));

/** Reads blocks alone. */
export const blockParser = commonmark.configure([
  { ...Table, parseBlock: tables },
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
