/** A JSON array of objects, one object at a time. */
import { say } from '../base/words.ts';
import { jsonRow, type Row, type RowReader } from './rows.ts';

const [QUOTE, BACKSLASH, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST, LF] = [...'"\\{}[]\n'].map(unit =>
  unit.charCodeAt(0),
);

/** Looks at brackets and quotes alone; what is between them `JSON.parse` says. */
export class JsonArrayRows implements RowReader {
  /** From the beginning of the object that is not whole yet. */
  #rest = '';
  #at = 0;
  #line = 1;
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** Where in the rest the object begins; -1: between two. */
  #start = -1;
  #startLine = 1;
  /** Whether what stands between two objects was complained about. */
  #told = false;

  read(text: string, end: boolean): Row[] {
    const rows: Row[] = [];
    this.#rest += text;
    for (; this.#at < this.#rest.length; this.#at++) this.#unit(this.#rest.charCodeAt(this.#at), rows);
    const kept = this.#start < 0 ? this.#rest.length : this.#start;
    this.#rest = this.#rest.slice(kept);
    this.#at -= kept;
    this.#start = Math.min(this.#start, 0);
    if (end && this.#depth > 0) {
      const line = this.#start < 0 ? this.#line : this.#startLine;
      rows.push({ line, broken: say('expected the end of the JSON array, found the end of the file') });
    }
    return rows;
  }

  #unit(unit: number, rows: Row[]): void {
    if (unit === LF) this.#line++;
    if (this.#inString) {
      if (this.#escaped) this.#escaped = false;
      else if (unit === BACKSLASH) this.#escaped = true;
      else if (unit === QUOTE) this.#inString = false;
    } else if (unit === OPEN || unit === OPEN_LIST) {
      if (this.#depth++ === 1) {
        this.#start = this.#at;
        this.#startLine = this.#line;
        this.#told = false;
      }
    } else if (unit === CLOSE || unit === CLOSE_LIST) {
      if (--this.#depth === 1) {
        rows.push(jsonRow(this.#rest.slice(this.#start, this.#at + 1), this.#startLine));
        this.#start = -1;
      }
    } else {
      if (unit === QUOTE) this.#inString = true;
      if (this.#start < 0) this.#between(unit, rows);
    }
  }

  /** A number or a string where an object should be. */
  #between(unit: number, rows: Row[]): void {
    if (this.#told || /[\s,]/.test(String.fromCharCode(unit))) return;
    this.#told = true;
    rows.push({ line: this.#line, broken: say('expected a JSON object') });
  }
}
