/** Reads label files from disk, piece by piece: memory does not grow with them. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { codeOf, errors, messageOf } from '../../base/errors.ts';
import { type Said, say } from '../../base/words.ts';
import type { LabelReading, LabelRecord } from '../../protocol/labels.ts';
import { OF_THE_WHOLE, TextDecoding } from '../../text/decode.ts';
import { formatsNamed } from '../formats.ts';
import { skippedLine } from '../labelFile.ts';
import { LabelReader } from '../labelReader.ts';

export interface LabelBatch {
  records: { line: number; record: LabelRecord }[];
  /** `file:line: reason` of each line that could not be used. */
  skipped: Said[];
  /** How the file was read, and what was left out of it: in the last batch. */
  notes: Said[];
}

/** Lines without a label that are read in the hope of one, before it is asked what they are. */
const HOPE = 100;

/** A workspace's own: label records, whatever its first line is like. */
const OWN = /(^|[\\/])\.manylens[\\/]labels\.jsonl$/;

/** Bytes that are read at once: what comes of them is forgotten before it is costly to clear away. */
const PIECE = 1 << 16;

/**
 * A label file's records, in its order.
 * @throws `bad-input` where the file cannot be read, or not without an answer of the user's
 */
export async function* readLabels(file: string, asked: LabelReading = {}): AsyncGenerator<LabelBatch> {
  const reading = OWN.test(file) ? { from: 'jsonl', ...asked } : asked;
  if (formatsNamed(reading.from).length === 0) {
    throw errors.badInput("a format's name", `"${reading.from}"`);
  }
  let batch: LabelBatch = { records: [], skipped: [], notes: [] };
  let skipped = 0;
  const reader = new LabelReader(file, reading, {
    add: (line, record) => batch.records.push({ line, record }),
    skip: (line, reason) => batch.skipped.push(skippedLine(file, line, reason)),
  });
  const taken = (end = false) => {
    skipped += batch.skipped.length;
    const { question } = reader;
    if (question !== undefined && (question.certain || skipped > HOPE || end)) throw question;
    const whole = batch;
    batch = { records: [], skipped: [], notes: [] };
    return whole;
  };
  const notes: Said[] = [];
  try {
    if (await isParquet(file)) {
      // Read when it is needed: hardly ever.
      const { parquetRows } = await import('./parquet.ts');
      for await (const rows of parquetRows(file)) {
        reader.take(rows, 'parquet');
        yield taken();
      }
    } else {
      const text = new TextDecoding(file, reading.encoding, OF_THE_WHOLE);
      for await (const bytes of createReadStream(file, { highWaterMark: PIECE })) {
        reader.read(text.read(bytes, false), false);
        yield taken();
      }
      reader.read(text.read(new Uint8Array(), true), true);
      if (text.note !== undefined) notes.push(text.note);
    }
  } catch (error) {
    if (codeOf(error) === 'bad-input') throw error;
    throw errors.badInput(say('a readable label file {0}', file), messageOf(error));
  }
  yield { ...taken(true), notes: [...reader.notes, ...notes] };
}

export interface AllLabels {
  records: LabelRecord[];
  /** `file:line` of each record. */
  places: Map<LabelRecord, string>;
  skipped: Said[];
  notes: Said[];
}

/** The records of several files at once. */
export async function readAllLabels(files: readonly string[], reading?: LabelReading): Promise<AllLabels> {
  const all: AllLabels = { records: [], places: new Map(), skipped: [], notes: [] };
  for (const file of files) {
    for await (const { records, skipped, notes } of readLabels(file, reading)) {
      for (const { line, record } of records) {
        all.records.push(record);
        all.places.set(record, `${file}:${line}`);
      }
      for (const line of skipped) all.skipped.push(line);
      for (const note of notes) all.notes.push(note);
    }
  }
  return all;
}

async function isParquet(file: string): Promise<boolean> {
  await using handle = await open(file);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
  return buffer.toString('latin1', 0, bytesRead) === 'PAR1';
}
