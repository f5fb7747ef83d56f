/** Prose in AsciiDoc, by the rules of its language documentation. */
import { RULES } from './asciidocInline.ts';
import { kindSet } from './kinds.ts';
import { behind, blockOf, type Line, lineAt } from './markupLines.ts';
import type { Block, Extractor, Piece } from './prose.ts';

export const asciidoc: Extractor = { pieces: chunks };

/** Begins and ends what is no prose; a fence may say which language. */
const VERBATIM = /^(?:-{4,}|\.{4,}|\+{4,}|\/{4,})$|^`{3}(?=[\w,+#-]*$)/;
/** Begins and ends what is read as what is around it, unless its style says otherwise. */
const CONTAINER = /^(?:={4,}|\*{4,}|_{4,}|--)$/;
const TABLE = /^[|,:]={3,}$/;

/** The style and the attributes of the block below, or its anchor. */
const ATTRIBUTES = /^\[.*\]$/;
/** Styles of blocks that are no prose. */
const CODED =
  /^\[(?:source|listing|literal|stem|latexmath|asciimath|pass|comment|mermaid|plantuml|graphviz|ditaa|,)/;
/** Said to the processor: attribute entries, macros that are blocks, breaks, and what joins a block to an item. */
const SILENT = /^(?::!?\w[\w-]*!?:(?:\s.*)?|\w[\w-]*::[^\s[]*\[.*\]|'{3}|<{3}|---|\*\*\*|\+)$/;
const COMMENT = /^\/\/(?!\/)/;

const TITLE = /^(?:={1,6}|#{1,6})(?=\s+\S)/;
/** As long as the title above, or one unit more or less. */
const UNDERLINE = /^([=\-~^+])\1+$/;
const LABEL = /^\.(?=[^\s.])/;
const ADMONITION = /^(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION):(?=\s)/;
const ITEM =
  /^(?:[-•]|\*{1,9}|\.{1,9}|(?:\d{1,9}|[A-Za-z])\.|[ivxlcdmIVXLCDM]{1,9}\)|<(?:\d{1,9}|\.)>)(?=\s)(?:\s+\[[ xX*]\](?=\s))?/;
const TERM = /^(\S.{0,200}?)(?<!:)(?::{2,4}|;;)(?=\s|$)/;

/** A cell's mark: how many there are of it, how it is aligned, its style. */
const CELL = /(?<=^|\s)(?:\d*(?:\.\d+)?[+*])?[<^>]?(?:\.[<^>])?([adehlmsv])?\||(?<!\\)\|/g;

/** A piece ends at a blank line that is in no block, unless what is above it says how to read the block below. */
function* chunks(text: string, from: number): Generator<Piece> {
  const reader = new Reader();
  let start = from;
  let isEmpty = true;
  for (let at = from; at < text.length; ) {
    const { next, ...line } = lineAt(text, at);
    reader.take(line);
    isEmpty &&= line.text === '';
    if (line.text === '' && !isEmpty && !reader.isOpen && next < text.length) {
      const blocks = reader.blocks.splice(0);
      yield { start, end: next, reach: next, blocks: () => blocks };
      start = next;
      isEmpty = true;
    }
    at = next;
  }
  reader.take({ start: text.length, text: '', indent: 0 });
  const { blocks } = reader;
  if (start < text.length) yield { start, end: text.length, reach: text.length + 1, blocks: () => blocks };
}

class Reader {
  readonly blocks: Block[] = [];
  /** What ends the block that is open, and what parts its cells where it is a table. */
  #block: { close: string; cells?: string } | undefined;
  /** Whether a style says that what comes is code; whether such a paragraph has begun. */
  #isCoded = false;
  #isSkipped = false;
  #isEntry = false;
  #paragraph: Line[] = [];
  #item: 'list-item' | 'term' | undefined;

  /** Whether what is above says how to read what is below. */
  get isOpen(): boolean {
    return this.#block !== undefined || this.#isCoded;
  }

  take(line: Line): void {
    const { text } = line;
    if (this.#block !== undefined) this.#inBlock(line, this.#block);
    else if (text === '') {
      this.#flush();
      this.#item = undefined;
      this.#isSkipped = false;
      this.#isEntry = false;
    } else if (this.#isSkipped || COMMENT.test(text)) return;
    else if (this.#isEntry) this.#isEntry = text.endsWith(' \\');
    else if (this.#isUnderline(text)) this.#flush(kindSet('heading'));
    else if (VERBATIM.test(text) || TABLE.test(text) || CONTAINER.test(text)) this.#open(text);
    else if (ATTRIBUTES.test(text)) {
      this.#flush();
      this.#isCoded = CODED.test(text);
    } else if (SILENT.test(text)) {
      this.#flush();
      this.#isEntry = text[0] === ':' && text.endsWith(' \\');
    } else if (this.#isCoded) {
      this.#flush();
      this.#isCoded = false;
      this.#isSkipped = true;
    } else this.#put(line);
  }

  #open(text: string): void {
    this.#flush();
    const [close = text] = VERBATIM.exec(text) ?? [];
    if (TABLE.test(text)) this.#block = { close, cells: text[0] };
    else if (VERBATIM.test(text) || this.#isCoded) this.#block = { close };
    this.#isCoded = false;
  }

  #inBlock(line: Line, { close, cells }: { close: string; cells?: string }): void {
    if (line.text === close) {
      this.#flush();
      this.#isSkipped = false;
      this.#block = undefined;
    } else if (cells === '|') this.#cells(line);
    else if (cells !== undefined) {
      let at = 0;
      for (const cell of line.text.split(cells)) {
        this.#part(line, at, at + cell.length);
        this.#flush();
        at += cell.length + 1;
      }
    }
  }

  #cells(line: Line): void {
    let at = 0;
    if (line.text === '') this.#flush();
    for (const { index, 0: mark, 1: style } of line.text.matchAll(CELL)) {
      this.#part(line, at, index);
      this.#flush();
      at = index + mark.length;
      this.#isSkipped = style === 'l' || style === 'm';
    }
    this.#part(line, at, line.text.length);
  }

  #part(line: Line, from: number, to: number): void {
    const part = behind({ ...line, text: line.text.slice(0, to).trimEnd() }, from);
    if (part.text !== '' && !this.#isSkipped) this.#paragraph.push(part);
  }

  #put(line: Line): void {
    const { text, indent } = line;
    const isFirst = this.#paragraph.length === 0;
    const [title] = TITLE.exec(text) ?? [];
    const [mark] = (isFirst && (LABEL.exec(text) ?? ADMONITION.exec(text))) || [];
    const [item] = ITEM.exec(text) ?? [];
    const [term, name = ''] = TERM.exec(text) ?? [];
    if (isFirst && title !== undefined) {
      this.#paragraph = [behind(line, title.length)];
      this.#flush(kindSet('heading'));
      // Below the document's title its authors and revision stand.
      this.#isSkipped = title === '=';
    } else if (mark !== undefined) {
      this.#paragraph.push(behind(line, mark.length));
      if (mark === '.') this.#flush();
    } else if (item !== undefined && (isFirst || this.#item !== undefined)) {
      this.#flush();
      this.#item = 'list-item';
      this.#paragraph = [behind(line, item.length)];
    } else if (term !== undefined && (isFirst || this.#item !== undefined)) {
      this.#flush();
      this.#item = 'term';
      this.#paragraph = [{ ...line, text: name }];
      this.#flush();
      this.#part(line, term.length, text.length);
    } else if (isFirst && indent > 0 && this.#item === undefined) this.#isSkipped = true;
    else this.#paragraph.push({ ...line, text: text.replace(/ \+$/, '') });
  }

  /** A title has one line, and says something. */
  #isUnderline(text: string): boolean {
    const [title, ...more] = this.#paragraph;
    if (title === undefined || more.length > 0 || this.#item !== undefined || !UNDERLINE.test(text))
      return false;
    return Math.abs(text.length - title.text.length) < 2 && /[\p{L}\p{N}]/u.test(title.text);
  }

  #flush(kinds = this.#item === 'list-item' ? kindSet('prose', 'list-item') : kindSet('prose')): void {
    for (const block of blockOf(this.#paragraph, RULES, kinds)) this.blocks.push(block);
    this.#paragraph = [];
  }
}
