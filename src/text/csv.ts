/** CSV as RFC 4180 has it, with the line of each record. */
import { CsvError, parse } from 'csv-parse/sync';
import { type Said, say } from '../base/words.ts';

export interface CsvRecord {
  /** Where the record starts, from 1. */
  line: number;
  fields: string[];
}

/** The records before the first broken one; where and why that one is broken, and whether a quote of it is `open`. */
export interface CsvRecords {
  records: CsvRecord[];
  broken?: { line: number; reason: Said; open: boolean };
}

/** Blank lines are no records. */
export function csvRecords(text: string, delimiter = ','): CsvRecords {
  const records: CsvRecord[] = [];
  let line = 1;
  const take = ({ record, raw }: { record: string[]; raw: string }) => {
    if (raw.trim() !== '') records.push({ line, fields: record });
    // `raw` ends in half of CRLF: the terminator counts as one line however much of it is there.
    line += raw.replace(/\r?\n?$/, '').split('\n').length;
    return null;
  };
  try {
    parse(text.replace(/^\uFEFF/, ''), {
      delimiter,
      raw: true,
      record_delimiter: ['\r\n', '\n'],
      relax_column_count: true,
      on_record: (both: unknown) => take(both as { record: string[]; raw: string }),
    });
    return { records };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const open = error.code === 'CSV_QUOTE_NOT_CLOSED';
    return {
      records,
      broken: { line, open, reason: open ? say('a quote that never closes') : say('a stray quote') },
    };
  }
}
