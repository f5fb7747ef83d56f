import { csvHeader, csvRow, jsonLine, type LocatedSegment } from '../protocol/records.ts';
import type { ScoredSegment, TaskInfo } from '../protocol/scores.ts';

/** A document as the export sees it. */
export interface ExportedDocument {
  file: string;
  text: string;
  /** From 1. */
  position(offset: number): { line: number; column: number };
}

/** The lines of `manylens score --format jsonl`. */
export function toJsonl(
  document: ExportedDocument,
  tasks: readonly TaskInfo[],
  segments: readonly ScoredSegment[],
): string {
  return segments.map(segment => jsonLine(document.file, tasks, located(document, segment))).join('');
}

/** The rows of `manylens score --format csv`, with their header. */
export function toCsv(
  document: ExportedDocument,
  tasks: readonly TaskInfo[],
  segments: readonly ScoredSegment[],
): string {
  const rows = segments.map(segment => csvRow(document.file, tasks, located(document, segment)));
  return csvHeader(tasks) + rows.join('');
}

function located(document: ExportedDocument, segment: ScoredSegment): LocatedSegment {
  const text = document.text.slice(segment.start, segment.end);
  return { ...segment, ...document.position(segment.start), text };
}
