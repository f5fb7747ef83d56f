import type { Block } from './blocks.ts';

/** Turns offsets into lines and columns, both from 1, block by block. Lines end at LF or CRLF. */
export class LineCounter {
  #line = 1;
  /** Offset of the line's first character. */
  #lineStart = 0;
  /** Line ends before this offset are counted. */
  #counted = 0;

  /** @param offset into the whole text, in or at the end of `block`; never before the one asked for last */
  position(block: Block, offset: number): { line: number; column: number } {
    const { text, start } = block;
    for (;;) {
      const feed = text.indexOf('\n', this.#counted - start);
      if (feed < 0 || start + feed >= offset) break;
      this.#line++;
      this.#counted = start + feed + 1;
      this.#lineStart = this.#counted;
    }
    this.#counted = Math.max(this.#counted, offset);
    return { line: this.#line, column: offset - this.#lineStart + 1 };
  }
}
