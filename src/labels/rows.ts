/** Rows out of a label file's text, which comes in pieces: nothing of it is kept but the row that is not whole yet. */
import { type Said, say } from '../base/words.ts';

/** What stands in a row, by name. */
export type Fields = Readonly<Record<string, unknown>>;

/** A row, or why it cannot be read. */
export type Row = { line: number; fields: Fields } | { line: number; broken: Said };

export interface RowReader {
  /**
   * @param text goes on where the last piece ended; without a byte-order mark
   * @param end whether it is the last piece
   * @returns the rows that are whole by now
   */
  read(text: string, end: boolean): Row[];
}

export function isObject(value: unknown): value is Fields {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

export function jsonRow(text: string, line: number): Row {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { line, broken: say('expected a JSON object, found what is no JSON') };
  }
  return isObject(value) ? { line, fields: value } : { line, broken: say('expected a JSON object') };
}
