/** Label files as tables: CSV with quoting, TSV without. */
import { type Said, say } from '../base/words.ts';
import type { LabelRecord } from '../protocol/worker.ts';
import { type CsvRecord, csvRecords } from './readersCsv.ts';

/** Reports a line that cannot be used. */
export type Skip = (line: number, reason: Said) => void;

/** Takes a record up, with the line that it stands on. */
export type Add = (line: number, record: LabelRecord) => void;

/** After a broken record, reading goes on in the line below its first. */
export function csvTable(text: string, skip: Skip): CsvRecord[] {
  const rows: CsvRecord[] = [];
  const lines = text.split('\n');
  for (let start = 0; start < lines.length; ) {
    const { records, broken } = csvRecords(lines.slice(start).join('\n'));
    for (const { line, fields } of records) rows.push({ line: start + line, fields });
    if (broken === undefined) break;
    skip(start + broken.line, say('expected CSV as in RFC 4180, found {0}', broken.reason));
    start += broken.line;
  }
  return rows;
}

export function tsvTable(text: string): CsvRecord[] {
  return text
    .split(/\r?\n/)
    .map((content, i) => ({ line: i + 1, fields: content.split('\t') }))
    .filter(({ fields }) => fields.some(field => field.trim() !== ''));
}

/** `text,task,label`, or `text` and a column a task; an empty cell of the latter says nothing. */
export function readTable([header, ...rows]: CsvRecord[], add: Add, skip: Skip): void {
  if (header === undefined) return;
  const names = header.fields.map(name => name.trim());
  const text = names.indexOf('text');
  const task = names.indexOf('task');
  const label = names.indexOf('label');
  if (text < 0) {
    skip(header.line, say('expected a header with a column "text"'));
    return;
  }
  const long = task >= 0 && label >= 0;
  for (const { line, fields } of rows) {
    const missing = fields.length < names.length || fields[text].trim() === '';
    if (missing || (long && (fields[task] === '' || fields[label] === ''))) {
      const columns = String(names.length);
      const reason = long
        ? say('expected {0} columns and a text, a task and a label', columns)
        : say('expected {0} columns and a text', columns);
      skip(line, reason);
    } else if (long) {
      add(line, { text: fields[text], task: fields[task], label: fields[label] });
    } else {
      for (const [i, name] of names.entries()) {
        if (i !== text && fields[i] !== '') add(line, { text: fields[text], task: name, label: fields[i] });
      }
    }
  }
}
