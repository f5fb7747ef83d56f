/** Label files of a row a line. */
import type { Row, RowReader } from './rows.ts';

/** Lines end at LF or CRLF alone. */
export class Lines {
  #rest = '';
  #next = 1;

  /** @param each takes a whole line without its end, and its number from 1 */
  read(text: string, end: boolean, each: (content: string, line: number) => void): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = end ? '' : (lines.pop() ?? '');
    for (const content of lines) each(content.endsWith('\r') ? content.slice(0, -1) : content, this.#next++);
  }
}

export class LineRows implements RowReader {
  readonly #lines = new Lines();
  readonly #row: (content: string, line: number) => Row;

  constructor(row: (content: string, line: number) => Row) {
    this.#row = row;
  }

  read(text: string, end: boolean): Row[] {
    const rows: Row[] = [];
    this.#lines.read(text, end, (content, line) => {
      if (content.trim() !== '') rows.push(this.#row(content, line));
    });
    return rows;
  }
}
