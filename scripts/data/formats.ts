/** Reads the sources' own formats. */
import { parse } from 'csv-parse/sync';
import { gunzipSync, unzipSync } from 'fflate';
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
export function csv(
  parts: Record<string, string>,
  columns: CsvColumns,
  delimiter = ',',
): (files: Files) => RawRow[] {
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

/** SemEval-2017 task 4A: id, label and text behind tabs, in a file a year; texts may hold a tab or a stray CR. */
export const semEval: Read = files =>
  semEvalFiles.flatMap(name =>
    decode(files(name))
      .split('\n')
      .flatMap(line => {
        const [, label, ...text] = line.split('\t');
        return label === undefined ? [] : [{ text: unescaped(text.join(' ')), label, part: name }];
      }),
  );

/** All of these were handed out as training data; the official test file is TweetEval's test split. */
const semEvalFiles = [
  '2013train',
  '2013dev',
  '2013test',
  '2014test',
  '2014sarcasm',
  '2015train',
  '2015test',
  '2016train',
  '2016dev',
  '2016devtest',
  '2016test',
].map(part => `twitter-${part}-A.txt`);

/** The oldest files have escapes in place of some characters. */
function unescaped(text: string): string {
  return text.replace(/\\u([0-9a-f]{4})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** Requests with a score, cut at each community's quartiles, as the data's authors do (Danescu-Niculescu-Mizil et al. 2013). */
export function politeness(parts: Record<string, string>): Read {
  return files =>
    Object.entries(parts).flatMap(([name, part]) => {
      const rows = csvRows(decode(files(name)), part, { text: 'Request', label: 'Normalized Score' }, ',');
      const scores = rows.map(row => Number(row.label)).sort((a, b) => a - b);
      const [low, high] = [
        scores[Math.floor(scores.length / 4)],
        scores[Math.floor((scores.length * 3) / 4)],
      ];
      const label = (score: number) => (score < low ? 'impolite' : score > high ? 'polite' : 'neutral');
      return rows.map(row => ({ ...row, label: label(Number(row.label)) }));
    });
}

/** A compressed file of headlines a label, with blank lines between them. */
export function headlines(labels: Record<string, string>): Read {
  return files =>
    Object.entries(labels).flatMap(([name, label]) =>
      lines(decode(gunzipSync(files(name)))).map(text => ({ text, label, part: 'all' })),
    );
}

/** GitHub issues: title and body as one text. */
export function issues(parts: Record<string, string>): Read {
  return files =>
    Object.entries(parts).flatMap(([name, part]) => {
      const records: Record<string, string>[] = parse(decode(files(name)), { bom: true, columns: true });
      return records.map(({ title, body, label }) => ({ text: `${title}\n${body}`, label, part }));
    });
}
