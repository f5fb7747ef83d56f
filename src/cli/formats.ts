import { csvHeader, csvRow, jsonLine, type LocatedSegment } from '../protocol/records.ts';
import type { ModelInfo, TaskInfo } from '../protocol/scores.ts';
import { Table } from './table.ts';
import type { Colors } from './terminalText.ts';

export const formats = ['table', 'jsonl', 'csv'] as const;
export type Format = (typeof formats)[number];

/** What is written before, for and after a file's segments; '' where there is nothing. */
export interface FileFormat {
  head(name: string): string;
  rows(segments: readonly LocatedSegment[]): string;
  foot(): string;
}

export interface FormatOptions {
  model: ModelInfo;
  tasks: readonly TaskInfo[];
  /** Of the terminal, for the table. */
  width: number;
  colors: Colors;
}

/** Makes a format for each file in turn. */
export function formatter(format: Format, options: FormatOptions): () => FileFormat {
  const { tasks } = options;
  let files = 0;
  const makers: Record<Format, () => FileFormat> = {
    table: () => new Table(options),
    jsonl: () => records(jsonLine, tasks, ''),
    csv: () => records(csvRow, tasks, files++ === 0 ? csvHeader(tasks) : ''),
  };
  return makers[format];
}

function records(
  write: (file: string, tasks: readonly TaskInfo[], segment: LocatedSegment) => string,
  tasks: readonly TaskInfo[],
  header: string,
): FileFormat {
  let file = '';
  return {
    head(name) {
      file = name;
      return header;
    },
    rows: segments => segments.map(segment => write(file, tasks, segment)).join(''),
    foot: () => '',
  };
}
