/** How rows stand in a file, and how that is told from its beginning. */
import { readFastText } from './fastText.ts';
import { JsonArrayRows } from './jsonArray.ts';
import { LineRows } from './lines.ts';
import { jsonRow, type RowReader } from './rows.ts';
import { CsvRecords, TableRows, TsvRecords } from './tables.ts';

/** What reads each; Parquet, being no text, is read elsewhere. */
export const rowReaders = {
  jsonl: () => new LineRows(jsonRow),
  json: () => new JsonArrayRows(),
  csv: () => new TableRows(new CsvRecords(',')),
  'csv;': () => new TableRows(new CsvRecords(';')),
  tsv: () => new TableRows(new TsvRecords()),
  fasttext: () => new LineRows(readFastText),
} as const satisfies Record<string, () => RowReader>;

export type TextContainer = keyof typeof rowReaders;
export type Container = TextContainer | 'parquet';

/** Lines that are looked at for one that says what all are. */
const SAMPLE = 20;

/**
 * What a file begins like; undefined: nothing that is known.
 * @param head its beginning, without a byte-order mark; some kilobytes, or all of it
 * @param among what it may be
 */
export function containerOf(head: string, among: readonly TextContainer[]): TextContainer | undefined {
  const lines = head.split(/\r?\n/).filter(line => line.trim() !== '');
  const found = [...looks].find(([container, is]) => among.includes(container) && is(lines));
  return found?.[0];
}

const looks: ReadonlyMap<TextContainer, (lines: readonly string[]) => boolean> = new Map<
  TextContainer,
  (lines: readonly string[]) => boolean
>([
  ['json', ([first]) => first?.trimStart().startsWith('[') === true],
  // One of several: the first may be the broken one. A record may be longer than what is looked at.
  ['jsonl', lines => lines.slice(0, SAMPLE).some(isJsonObject) || lines[0]?.startsWith('{"') === true],
  ['fasttext', ([first]) => /^\s*__label__[^ \t\v\f\r\0]/.test(first ?? '')],
  ['tsv', lines => delimiterOf(lines) === '\t'],
  ['csv;', lines => delimiterOf(lines) === ';'],
  ['csv', lines => delimiterOf(lines) === ','],
]);

const isJsonObject = (line: string) => 'fields' in jsonRow(line, 0);

/** What is most often in the header, outside of quotes. */
function delimiterOf([header = '']: readonly string[]): string | undefined {
  const bare = header.replace(/"[^"]*"/g, '');
  const counts = ['\t', ';', ','].map(unit => ({ unit, count: bare.split(unit).length - 1 }));
  return counts.sort((a, b) => b.count - a.count).find(({ count }) => count > 0)?.unit;
}
