import type * as vscode from 'vscode';
import { codeOf } from '../base/errors.ts';
import { errorRecord } from './errorRecord.ts';

/** How much is kept: enough to see what led to a failure. */
const ERRORS = 10;
const ANALYSES = 20;

export interface Analysis {
  /** ISO 8601. */
  at: string;
  segments: number;
  /** How many of them had to be scored: the others had their scores. */
  scored: number;
  /** UTF-16 units of the document. */
  characters: number;
  milliseconds: number;
  /** The model's name and version, and its backend with the reason. */
  by: string;
}

/** Writes what happens to the log, and keeps the last of it for a report: there without the documents' names. */
export class Journal {
  readonly #log: Pick<vscode.LogOutputChannel, 'info' | 'error'>;
  readonly #errors: { at: string; record: string }[] = [];
  readonly #analyses: Analysis[] = [];

  constructor(log: Pick<vscode.LogOutputChannel, 'info' | 'error'>) {
    this.#log = log;
  }

  get errors(): readonly { at: string; record: string }[] {
    return this.#errors;
  }

  get analyses(): readonly Analysis[] {
    return this.#analyses;
  }

  failed(error: unknown): void {
    if (codeOf(error) === 'cancelled') return;
    const record = errorRecord(error);
    this.#log.error(record);
    keep(this.#errors, { at: now(), record }, ERRORS);
  }

  /** @param name the document's, for the log alone */
  analyzed(name: string, analysis: Omit<Analysis, 'at'>): void {
    const { segments, scored, characters, milliseconds, by } = analysis;
    const size = `${segments} segments, ${scored} of them scored, ${characters} characters`;
    this.#log.info(`${name}: ${size} in ${milliseconds.toFixed(0)} ms, by ${by}.`);
    keep(this.#analyses, { at: now(), ...analysis }, ANALYSES);
  }
}

function keep<T>(list: T[], item: T, most: number): void {
  list.push(item);
  if (list.length > most) list.shift();
}

const now = () => new Date().toISOString();
