/** A record a segment, as JSON lines or CSV: what `manylens score` prints and the editor exports. */
import { type ScoredSegment, scoreOf, type TaskInfo } from './scores.ts';

/** What the contract says about a segment, whatever was made of it. */
export interface Place {
  /** UTF-16 offsets into the file; `end` is exclusive. */
  start: number;
  end: number;
  /** From 1, in UTF-16 units. */
  line: number;
  column: number;
  /** The raw slice of the file. */
  text: string;
  /** BCP-47, `und` when unsure. */
  language: string;
}

export type LocatedSegment = ScoredSegment & Place;

/**
 * One line of JSON with its line feed. Probabilities are the model's; a label that is the user's has `"by":"user"`, and
 * `guess`, what the model says instead.
 */
export function jsonLine(file: string, tasks: readonly TaskInfo[], segment: LocatedSegment): string {
  const scores = Object.fromEntries(
    tasks.flatMap(task => {
      const score = scoreOf(segment, task);
      if (score === undefined) return [];
      const { label, abstained, reason, guess } = score;
      const { probabilities } = guess ?? score;
      const named = Object.fromEntries(task.labels.map((name, i) => [name, probabilities[i]]));
      const own = guess && { by: 'user', guess: guess.label };
      return [[task.id, { label, probabilities: named, abstained, ...(reason && { reason }), ...own }]];
    }),
  );
  return recordLine(file, segment, { scores });
}

/** The segment's vector as a line of JSON with its line feed; `null` where it has none, being of no numbers. */
export function vectorLine(file: string, place: Place, vector: Float32Array): string {
  // Six digits: a float has hardly one more.
  const numbers = Array.from(vector, x => Number(x.toPrecision(6)));
  return recordLine(file, place, { vector: numbers.length > 0 ? numbers : null });
}

function recordLine(
  file: string,
  { start, end, line, column, text, language }: Place,
  said: Readonly<Record<string, unknown>>,
): string {
  const record = { file, start, end, line, column, text, language, ...said };
  return `${escapeLineEnds(JSON.stringify(record))}\n`;
}

/**
 * A column a task for its label, and one a label for its probability; at the end one for each of the tasks that the user
 * has `labelled`: `user` where the label is the user's.
 */
export function csvHeader(tasks: readonly TaskInfo[], labelled: readonly TaskInfo[] = []): string {
  const answers = tasks.flatMap(({ id, labels }) => [id, ...labels.map(label => `${id}:${label}`)]);
  const by = labelled.map(({ id }) => `by:${id}`);
  return csvLine(['file', 'start', 'end', 'line', 'column', 'text', 'language', ...answers, ...by]);
}

/** The label is empty where the task abstains; everything is where there was nothing to score. */
export function csvRow(
  file: string,
  tasks: readonly TaskInfo[],
  segment: LocatedSegment,
  labelled: readonly TaskInfo[] = [],
): string {
  const { start, end, line, column, text, language } = segment;
  const answers = tasks.flatMap(task => {
    const score = scoreOf(segment, task);
    if (score === undefined) return ['', ...task.labels.map(() => '')];
    return [score.label ?? '', ...(score.guess ?? score).probabilities];
  });
  const by = labelled.map(task => (scoreOf(segment, task)?.guess ? 'user' : ''));
  return csvLine([file, start, end, line, column, text, language, ...answers, ...by]);
}

/** RFC 4180. Raw data: a spreadsheet may take what begins with `=` for a formula. */
export function csvLine(fields: readonly (string | number)[]): string {
  return `${fields.map(csvField).join(',')}\r\n`;
}

function csvField(value: string | number): string {
  const text = String(value);
  return /[",\r\n\u0085\u2028\u2029]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** JSON whose strings have no line end that some readers see: outside of strings JSON has none of these. */
export function escapeLineEnds(json: string): string {
  return json.replace(
    /[\u0085\u2028\u2029]/g,
    unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
