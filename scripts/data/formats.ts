/** Reads the sources' own formats. */
import { parse } from 'csv-parse/sync';
import { unzipSync } from 'fflate';
import { readSheet } from 'read-excel-file/node';

/** One row as upstream has it. */
export interface RawRow {
  text: string;
  label: string;
  /** Which of the upstream's files or splits it stands in. */
  part: string;
  /** Rows of one group stay in one split. */
  group?: string;
}

/** A source's file by its name. */
export type Files = (name: string) => Uint8Array;
export type Read = (files: Files) => RawRow[] | Promise<RawRow[]>;

const lines = (text: string) =>
  text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter(line => line !== '');
const decode = (bytes: Uint8Array, encoding = 'utf-8') => new TextDecoder(encoding).decode(bytes);

/** TweetEval: a file of texts and one of label numbers a part. */
export function tweetEval(parts: readonly string[]): Read {
  return files =>
    parts.flatMap(part => {
      const texts = decode(files(`${part}_text.txt`)).split('\n');
      return lines(decode(files(`${part}_labels.txt`))).map((label, i) => ({ text: texts[i], label, part }));
    });
}

/** `label<separator>text` a line. */
export function prefixed(parts: Record<string, string>, separator = ' ', encoding?: string): Read {
  return files =>
    Object.entries(parts).flatMap(([name, part]) =>
      lines(decode(files(name), encoding)).map(line => {
        const at = line.indexOf(separator);
        return { text: line.slice(at + separator.length), label: line.slice(0, at), part };
      }),
    );
}

export interface CsvColumns {
  text: string | number;
  label: string | number;
  group?: string | number;
}

/** Comma or semicolon separated; columns by name with a header, by index without. */
export function csv(parts: Record<string, string>, columns: CsvColumns, delimiter = ','): Read {
  return files =>
    Object.entries(parts).flatMap(([name, part]) => csvRows(decode(files(name)), part, columns, delimiter));
}

/** The one CSV inside a zip archive. */
export function zippedCsv(archive: string, member: string, columns: CsvColumns): Read {
  return files => {
    const content = unzipSync(files(archive), { filter: entry => entry.name === member })[member];
    return csvRows(decode(content), 'all', columns, ',');
  };
}

function csvRows(text: string, part: string, columns: CsvColumns, delimiter: string): RawRow[] {
  const records = parse(text, { bom: true, delimiter });
  const header = typeof columns.text === 'string' ? (records.shift() ?? []) : [];
  const index = (column: string | number) => (typeof column === 'number' ? column : header.indexOf(column));
  const { group } = columns;
  return records.map(record => ({
    text: record[index(columns.text)],
    label: record[index(columns.label)],
    part,
    ...(group !== undefined && { group: record[index(group)] }),
  }));
}

/** GoEmotions: text, comma-separated label numbers, id. A row of several labels has the label `several`. */
export function goEmotions(parts: Record<string, string>): Read {
  return files => {
    const names = lines(decode(files('labels.txt')));
    return Object.entries(parts).flatMap(([name, part]) =>
      lines(decode(files(name))).map(line => {
        const [text, numbers] = line.split('\t');
        return { text, label: numbers.includes(',') ? 'several' : names[Number(numbers)], part };
      }),
    );
  };
}

/** JSON arrays of `{content, label}`. */
export function jsonArrays(parts: Record<string, string>): Read {
  return files =>
    Object.entries(parts).flatMap(([name, part]) => {
      const rows: { content: string; label: string }[] = JSON.parse(decode(files(name)));
      return rows.map(row => ({ text: row.content, label: row.label, part }));
    });
}

/** The first sheet of a workbook: text and label in its first two columns, below a header. */
export function spreadsheet(name: string): Read {
  return async files => {
    const rows = await readSheet(Buffer.from(files(name)));
    return rows
      .slice(1)
      .map(([text, label]) => ({ text: String(text ?? ''), label: String(label), part: 'all' }));
  };
}
