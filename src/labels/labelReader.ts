/** Reads label files of every format, in pieces. */
import { type Said, say } from '../base/words.ts';
import type { LabelAsk, LabelReading, LabelRecord } from '../protocol/labels.ts';
import { type Container, containerOf, rowReaders, type TextContainer } from './containers.ts';
import { formatsNamed, type LabelFormat } from './formats.ts';
import { labelRecord } from './labelRecord.ts';
import { expectedOf, LabelQuestion } from './question.ts';
import { type Answer, askFor, type Reading, reasons } from './reading.ts';
import type { Row, RowReader } from './rows.ts';

export interface LabelSink {
  add(line: number, record: LabelRecord): void;
  /** Reports a line that cannot be used. */
  skip(line: number, reason: Said): void;
}

/** UTF-16 units that a format is recognised by, unless the file ends before. */
const HEAD = 4096;

export class LabelReader {
  readonly #name: string;
  readonly #reading: LabelReading;
  readonly #sink: LabelSink;
  readonly #leftOut = new Map<string, number>();
  #head = '';
  /** Once it is known how rows stand in the file. */
  #rows: { container: TextContainer; reader: RowReader } | undefined;
  #format: LabelFormat | undefined;
  /** The question that an annotation tool asked. */
  #asked: string | undefined;
  #question: LabelQuestion | undefined;
  #added = 0;

  /** @param name the file: it stands in messages; its extension counts where its content says nothing */
  constructor(name: string, reading: LabelReading, sink: LabelSink) {
    this.#name = name;
    this.#reading = reading;
    this.#sink = sink;
  }

  /**
   * Goes on reading. Lines that cannot be used are reported, and what only the user can say is asked for (`question`).
   * @param text without a byte-order mark
   * @param end whether it is the last piece
   */
  read(text: string, end: boolean): void {
    this.#head += text;
    if (!end && this.#rows === undefined && this.#head.length < HEAD) return;
    if (this.#rows === undefined) {
      const container = this.#containerOf(this.#head);
      if (container === undefined) return;
      this.#rows = { container, reader: rowReaders[container]() };
    }
    const piece = this.#head;
    this.#head = '';
    this.take(this.#rows.reader.read(piece, end), this.#rows.container);
  }

  /** Takes rows that were read elsewhere. */
  take(rows: readonly Row[], container: Container): void {
    for (const row of rows) {
      if ('broken' in row) this.#sink.skip(row.line, row.broken);
      else {
        this.#format ??= formatsNamed(this.#reading.from).find(
          ({ containers, fits }) => containers.includes(container) && fits(row.fields),
        );
        if (this.#format === undefined) this.#unlike(row.line);
        else this.#take(row.line, this.#format.read(row.fields, this.#reading));
      }
    }
  }

  /** What must be answered before the file can be read. A question of some row alone is none while others can be read. */
  get question(): LabelQuestion | undefined {
    return this.#question?.certain || this.#added === 0 ? this.#question : undefined;
  }

  /** How the file was read, and what was left out of it. */
  get notes(): Said[] {
    const title = this.#format?.title;
    const read = title === undefined ? [] : [say('{0}: read as {1}', this.#name, title)];
    const left = reasons.flatMap(reason => {
      const count = this.#leftOut.get(reason);
      return count === undefined ? [] : [leftOutNote(reason, this.#name, String(count))];
    });
    return [...read, ...left];
  }

  #containerOf(head: string): TextContainer | undefined {
    const named = formatsNamed(this.#reading.from).flatMap(({ containers }) => containers);
    const among = [...new Set(named)].filter(container => container !== 'parquet');
    if (among.length === 1) return among[0];
    const extension = /[^.]*$/.exec(this.#name.toLowerCase())?.[0];
    const found = containerOf(head, among) ?? among.find(container => container === extension);
    if (found === undefined && head.trim() !== '') {
      this.#refuse(
        1,
        say('a label file: JSON, CSV or TSV with a header, fastText or Parquet'),
        say('none of these'),
        true,
      );
    }
    return found;
  }

  #unlike(line: number): void {
    this.#refuse(line, say('a row of the format {0}', this.#reading.from ?? ''), say('another'), false);
  }

  #take(line: number, reading: Reading): void {
    if ('leftOut' in reading) this.#leave(reading.leftOut);
    else if ('ask' in reading) this.#ask(line, reading.ask);
    else {
      for (const answer of reading.answers) {
        if (this.#isWanted(line, answer)) this.#answer(line, reading.text, answer, reading.more);
      }
    }
  }

  /** Of several questions, the one that the user names; without a task, all. */
  #isWanted(line: number, { question }: Answer): boolean {
    const { task, labelColumn } = this.#reading;
    if (question === undefined) return true;
    if (labelColumn !== undefined) return question === labelColumn;
    this.#asked ??= question;
    if (task === undefined || question === this.#asked) return true;
    this.#ask(line, askFor('label', [this.#asked, question]).ask, true);
    return false;
  }

  #answer(line: number, text: unknown, answer: Answer, more: object | undefined): void {
    const task = answer.task ?? this.#reading.task ?? answer.question;
    if (task === undefined) {
      this.#ask(line, { about: 'task', names: [] });
      return;
    }
    const given = Array.isArray(answer.label) ? answer.label : [answer.label];
    // Manylens's own records have strings.
    const labels = more === undefined ? given.map(named) : given;
    if (labels.length > 1 && this.#reading.several !== 'first') {
      if (this.#reading.several === 'skip') this.#leave('several');
      else this.#ask(line, { about: 'several', names: labels.map(label => JSON.stringify(label)) }, true);
      return;
    }
    const record = labelRecord({
      ...more,
      text,
      task,
      label: labels[0],
      ...(answer.at !== undefined && { at: answer.at }),
    });
    if (typeof record === 'object' && 'text' in record) {
      this.#added++;
      this.#sink.add(line, record);
    } else this.#sink.skip(line, say('expected {0}', record));
  }

  #leave(reason: (typeof reasons)[number]): void {
    this.#leftOut.set(reason, (this.#leftOut.get(reason) ?? 0) + 1);
  }

  #ask(line: number, ask: LabelAsk, certain = false): void {
    const found = ask.names.length === 0 ? say('none') : ask.names.join(', ');
    this.#refuse(line, expectedOf(ask), found, certain, ask);
  }

  #refuse(line: number, expected: Said, found: Said, certain: boolean, ask?: LabelAsk): void {
    this.#sink.skip(line, say('expected {0}, found {1}', expected, found));
    if (this.#question !== undefined && (this.#question.certain || !certain)) return;
    this.#question = new LabelQuestion(expected, found, `${this.#name}:${line}`, ask, certain);
  }
}

/** Numbers and truth values are names too. */
function named(label: unknown): unknown {
  return ['number', 'bigint', 'boolean'].includes(typeof label) ? String(label) : label;
}

function leftOutNote(reason: (typeof reasons)[number], name: string, count: string): Said {
  switch (reason) {
    case 'rejected':
      return say('{0}: {1} rejected answers are left out', name, count);
    case 'ignored':
      return say('{0}: {1} ignored answers are left out', name, count);
    case 'unlabelled':
      return say('{0}: {1} texts without a label are left out', name, count);
    case 'several':
      return say('{0}: {1} texts with several labels are left out', name, count);
  }
}
