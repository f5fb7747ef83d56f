/** The formats of label files: how each is recognised, and how its rows are read. */
import { readCells, readRecord } from './columns.ts';
import type { Container } from './containers.ts';
import type { Columns, Reading } from './reading.ts';
import type { Fields } from './rows.ts';
import { argilla, doccano, labelStudio, labelStudioMin, prodigy } from './tools.ts';

export interface LabelFormat {
  /** As `--from` calls it. */
  name: string;
  title: string;
  containers: readonly Container[];
  /** Whether a row is one of this format. */
  fits(row: Fields): boolean;
  read(row: Fields, columns: Columns): Reading;
}

const anyRow = { fits: () => true };
const record = { ...anyRow, read: readRecord };
const cells = { ...anyRow, read: readCells };
const json: readonly Container[] = ['json', 'jsonl'];

/** The first one that fits is it. */
export const labelFormats: readonly LabelFormat[] = [
  { name: 'prodigy', title: 'Prodigy', containers: json, ...prodigy },
  { name: 'doccano', title: 'doccano', containers: json, ...doccano },
  { name: 'label-studio', title: 'Label Studio', containers: json, ...labelStudio },
  {
    ...{ name: 'label-studio-min', title: 'Label Studio (JSON-MIN, CSV)' },
    ...{ containers: [...json, 'csv', 'csv;', 'tsv'], ...labelStudioMin },
  },
  { name: 'argilla', title: 'Argilla', containers: [...json, 'parquet'], ...argilla },
  { name: 'jsonl', title: 'JSON lines', containers: ['jsonl'], ...record },
  { name: 'json', title: 'JSON', containers: ['json'], ...record },
  { name: 'csv', title: 'CSV', containers: ['csv'], ...cells },
  { name: 'csv', title: 'CSV (;)', containers: ['csv;'], ...cells },
  { name: 'tsv', title: 'TSV', containers: ['tsv'], ...cells },
  { name: 'fasttext', title: 'fastText', containers: ['fasttext'], ...record },
  { name: 'parquet', title: 'Parquet', containers: ['parquet'], ...cells },
];

export const formatNames: readonly string[] = [...new Set(labelFormats.map(({ name }) => name))];

/** Of a name, those that it may be; all where there is none. */
export function formatsNamed(name: string | undefined): readonly LabelFormat[] {
  return name === undefined ? labelFormats : labelFormats.filter(format => format.name === name);
}
