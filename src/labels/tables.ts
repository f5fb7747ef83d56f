/** Label files as tables under a header: CSV with quoting, TSV without. */
import { type Said, say } from '../base/words.ts';
import { type CsvRecord, csvRecords } from '../text/csv.ts';
import { Lines } from './lines.ts';
import type { Row, RowReader } from './rows.ts';

type TableRecord = CsvRecord | { line: number; broken: Said };

interface RecordReader {
  read(text: string, end: boolean): TableRecord[];
}

/** TSV has no quoting. */
export class TsvRecords implements RecordReader {
  readonly #lines = new Lines();

  read(text: string, end: boolean): TableRecord[] {
    const records: TableRecord[] = [];
    this.#lines.read(text, end, (content, line) => {
      if (content.trim() !== '') records.push({ line, fields: content.split('\t') });
    });
    return records;
  }
}

/** UTF-16 units of one record: a quote that stays open longer is taken for a stray one. */
const MOST_OPEN = 1 << 20;

/** CSV with quoting. After a broken record, reading goes on in the line below its first. */
export class CsvRecords implements RecordReader {
  readonly #delimiter: string;
  #rest = '';
  /** Of the rest's first line, from 1. */
  #line = 1;

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
  }

  read(text: string, end: boolean): TableRecord[] {
    const read: TableRecord[] = [];
    const all = this.#rest + text;
    const whole = end ? all.length : all.lastIndexOf('\n') + 1;
    let block = all.slice(0, whole);
    this.#rest = '';
    while (block !== '') {
      const { records, broken } = csvRecords(block, this.#delimiter);
      for (const { line, fields } of records) read.push({ line: this.#line + line - 1, fields });
      if (broken === undefined) {
        this.#skip(block, Number.POSITIVE_INFINITY);
        break;
      }
      block = this.#skip(block, broken.line - 1);
      if (broken.open && !end && block.length < MOST_OPEN) {
        this.#rest = block;
        break;
      }
      read.push({ line: this.#line, broken: say('expected CSV as in RFC 4180, found {0}', broken.reason) });
      block = this.#skip(block, 1);
    }
    this.#rest += all.slice(whole);
    return read;
  }

  /** Counts lines on. @returns what is below them */
  #skip(block: string, lines: number): string {
    let at = 0;
    for (let n = 0; n < lines; n++) {
      const next = block.indexOf('\n', at);
      if (next < 0) return '';
      at = next + 1;
      this.#line++;
    }
    return block.slice(at);
  }
}

/** Records under a header, by its names. */
export class TableRows implements RowReader {
  readonly #records: RecordReader;
  #names: readonly string[] | undefined;

  constructor(records: RecordReader) {
    this.#records = records;
  }

  read(text: string, end: boolean): Row[] {
    const rows: Row[] = [];
    for (const record of this.#records.read(text, end)) {
      if ('broken' in record) rows.push(record);
      else if (this.#names === undefined) this.#names = record.fields.map(name => name.trim());
      else rows.push(tableRow(this.#names, record));
    }
    return rows;
  }
}

/** A cell too many is a delimiter too many, which an unquoted text has: which cell is which, nobody knows. */
function tableRow(names: readonly string[], { line, fields }: CsvRecord): Row {
  if (fields.length < names.length || fields.slice(names.length).some(field => field.trim() !== '')) {
    const [expected, found] = [names, fields].map(({ length }) => String(length));
    return { line, broken: say('expected {0} columns, found {1}', expected, found) };
  }
  return { line, fields: Object.fromEntries(names.map((name, i) => [name, fields[i]])) };
}
