/** The data formats of an experiment: text in, labelled rows with their lines out. No disk. */
import { errors } from '../base/errors.ts';
import { csvRecords } from '../text/csv.ts';
import type { Example } from './examples.ts';
import type { ExperimentSource, ExperimentTask } from './experiment.ts';

/** A file's text; the name is for messages. */
export interface NamedText {
  name: string;
  text: string;
}

/** A row as the file has it. */
export interface RawRow {
  /** From 1; of a pair of files, in the file of labels. */
  line: number;
  label: string;
  text: string;
}

type Format<Name extends ExperimentSource['format']> = Extract<ExperimentSource, { format: Name }>;

interface Columns {
  label: string | number;
  text: string | number;
}

/** Reads a file of any format but `pairs`. */
export function readRows(source: Exclude<ExperimentSource, Format<'pairs'>>, file: NamedText): RawRow[] {
  switch (source.format) {
    case 'tsv': {
      const records = lines(file.text).map(({ line, content }) => ({ line, fields: content.split('\t') }));
      return columns(records, source, file.name);
    }
    case 'csv': {
      const { records, broken } = csvRecords(file.text);
      if (broken) throw errors.badInput('CSV as in RFC 4180', broken.reason, `${file.name}:${broken.line}`);
      return columns(records, source, file.name);
    }
    case 'jsonl':
      return lines(file.text).map(({ line, content }) =>
        jsonRow(content, source, line, `${file.name}:${line}`),
      );
    case 'fasttext':
      return lines(file.text).map(({ line, content }) => {
        const match = /^__label__(\S+)(?!\S|\s+__label__)\s*(.*)$/s.exec(content);
        if (match) return { line, label: match[1], text: match[2] };
        throw errors.badInput('one __label__x, then the text', shown(content), `${file.name}:${line}`);
      });
    case 'prefix':
      return lines(file.text).map(({ line, content }) => {
        const space = content.indexOf(' ');
        if (space > 0) return { line, label: content.slice(0, space), text: content.slice(space + 1) };
        throw errors.badInput('a label, a space, the text', shown(content), `${file.name}:${line}`);
      });
  }
}

/** Reads a file of texts and one of labels, line by line. */
export function readPairs(texts: NamedText, labels: NamedText): RawRow[] {
  const textLines = allLines(texts.text);
  const labelLines = allLines(labels.text);
  while (labelLines.at(-1) === '') labelLines.pop();
  while (textLines.length > labelLines.length && textLines.at(-1) === '') textLines.pop();
  if (textLines.length !== labelLines.length) {
    const found = `${textLines.length} lines of texts`;
    throw errors.badInput(`${labelLines.length} texts for the labels of ${labels.name}`, found, texts.name);
  }
  return labelLines.map((label, i) => ({ line: i + 1, label, text: textLines[i] }));
}

/** Rows to examples: raw labels become the task's; a label that maps to null skips the row. */
export function toExamples(
  rows: readonly RawRow[],
  { labels }: Pick<ExperimentTask, 'labels'>,
  { map = {}, language }: Pick<ExperimentSource, 'map' | 'language'>,
  file: string,
): Example[] {
  const known = new Map<string, number | null>(labels.map((label, i) => [label, i]));
  for (const [raw, label] of Object.entries(map))
    known.set(raw, label === null ? null : labels.indexOf(label));
  const examples: Example[] = [];
  for (const { line, label: raw, text } of rows) {
    const label = known.get(raw);
    if (label === undefined) {
      const expected = `one of the labels ${[...known.keys()].map(shown).join(', ')}`;
      throw errors.badInput(expected, shown(raw), `${file}:${line}`);
    }
    if (label !== null) examples.push({ text, label, language });
  }
  return examples;
}

/** The line terminators are LF and CRLF alone; the last one starts no line. */
function allLines(text: string): string[] {
  const all = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  if (all.at(-1) === '') all.pop();
  return all;
}

/** The lines that are not blank. */
function lines(text: string): { line: number; content: string }[] {
  return allLines(text)
    .map((content, i) => ({ line: i + 1, content }))
    .filter(({ content }) => content.trim() !== '');
}

/** Columns by index; or, where one of them is a name, by the header in the first record. */
function columns(records: { line: number; fields: string[] }[], wanted: Columns, file: string): RawRow[] {
  const named = typeof wanted.label === 'string' || typeof wanted.text === 'string';
  const header = named ? (records.shift()?.fields ?? []) : [];
  const indexOf = (column: string | number) => {
    const index = typeof column === 'number' ? column : header.indexOf(column);
    if (index >= 0) return index;
    throw errors.badInput(`a column ${shown(column)} in the header`, shown(header.join(', ')), `${file}:1`);
  };
  const label = indexOf(wanted.label);
  const text = indexOf(wanted.text);
  const count = Math.max(label, text) + 1;
  return records.map(({ line, fields }) => {
    if (fields.length >= count) return { line, label: fields[label], text: fields[text] };
    throw errors.badInput(`at least ${count} columns`, `${fields.length}`, `${file}:${line}`);
  });
}

function jsonRow(content: string, keys: Format<'jsonl'>, line: number, where: string): RawRow {
  let row: unknown;
  try {
    row = JSON.parse(content);
  } catch {
    throw errors.badInput('a JSON object', shown(content), where);
  }
  const text: unknown = Reflect.get(Object(row), keys.text);
  const label: unknown = Reflect.get(Object(row), keys.label);
  if (typeof text !== 'string') throw errors.badInput(`a string "${keys.text}"`, shown(text), where);
  if (typeof label === 'string' || typeof label === 'number' || typeof label === 'boolean') {
    return { line, label: String(label), text };
  }
  throw errors.badInput(`a label "${keys.label}"`, shown(label), where);
}

function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
