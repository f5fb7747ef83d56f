import type { ScoredSegment, TaskInfo } from '../protocol/scores.ts';

/** One line of `manylens score --format jsonl`. */
interface ScoreRecord {
  file: string;
  start: number;
  end: number;
  line: number;
  column: number;
  text: string;
  language: string;
  scores: Record<string, { label: string | null; probabilities: Record<string, number>; abstained: boolean }>;
}

/** A document as the export sees it. */
export interface ExportedDocument {
  file: string;
  text: string;
  /** From 1. */
  position(offset: number): { line: number; column: number };
}

export function toJsonl(
  document: ExportedDocument,
  tasks: readonly TaskInfo[],
  segments: readonly ScoredSegment[],
): string {
  return segments.map(segment => `${JSON.stringify(toRecord(document, tasks, segment))}\n`).join('');
}

/** A row a segment; a task has a column for its label (empty where it abstains), and one for each probability. */
export function toCsv(
  document: ExportedDocument,
  tasks: readonly TaskInfo[],
  segments: readonly ScoredSegment[],
): string {
  const header = ['file', 'start', 'end', 'line', 'column', 'text', 'language'];
  for (const { id, labels } of tasks) header.push(id, ...labels.map(label => `${id}:${label}`));
  const rows = segments.map(segment => {
    const { file, start, end, line, column, text, language } = toRecord(document, tasks, segment);
    const answers = tasks.flatMap(({ id, labels }) => {
      const score = segment.scores[id];
      return score === undefined
        ? ['', ...labels.map(() => '')]
        : [score.label ?? '', ...score.probabilities];
    });
    return [file, start, end, line, column, text, language, ...answers];
  });
  return [header, ...rows].map(row => `${row.map(csvField).join(',')}\r\n`).join('');
}

function toRecord(
  document: ExportedDocument,
  tasks: readonly TaskInfo[],
  segment: ScoredSegment,
): ScoreRecord {
  const { start, end, language } = segment;
  const scores = tasks.flatMap(({ id, labels }) => {
    const score = segment.scores[id];
    if (score === undefined) return [];
    const { label, probabilities, abstained } = score;
    const named = Object.fromEntries(labels.map((name, i) => [name, probabilities[i]]));
    return [[id, { label, probabilities: named, abstained }] as const];
  });
  return {
    file: document.file,
    start,
    end,
    ...document.position(start),
    text: document.text.slice(start, end),
    language,
    scores: Object.fromEntries(scores),
  };
}

/** RFC 4180. */
function csvField(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
