import { csvHeader, csvRow, jsonLine, type LocatedSegment } from '../protocol/records.ts';
import { labelledCount, type ScoredSegment, type TaskInfo } from '../protocol/scores.ts';

/** A document as the export sees it. */
export interface ExportedDocument {
  file: string;
  text: string;
  /** From 1. */
  position(offset: number): { line: number; column: number };
}

/** The lines of `manylens score --format jsonl`, with the user's own labels. */
export function toJsonl(
  document: ExportedDocument,
  tasks: readonly TaskInfo[],
  segments: readonly ScoredSegment[],
): string {
  return segments.map(segment => jsonLine(document.file, tasks, located(document, segment))).join('');
}

/** The rows of `manylens score --format csv`, with their header; and who labelled, where the user has. */
export function toCsv(
  document: ExportedDocument,
  tasks: readonly TaskInfo[],
  segments: readonly ScoredSegment[],
): string {
  const labelled = tasks.filter(task => labelledCount(task, segments) > 0);
  const rows = segments.map(segment => csvRow(document.file, tasks, located(document, segment), labelled));
  return csvHeader(tasks, labelled) + rows.join('');
}

function located(document: ExportedDocument, segment: ScoredSegment): LocatedSegment {
  const text = document.text.slice(segment.start, segment.end);
  return { ...segment, ...document.position(segment.start), text };
}
