/** The public data that the base model learns from: where it comes from, and what must arrive. */
import { readFileSync } from 'node:fs';

export interface SourceFile {
  /** Below `data/raw`, and below a mirror. */
  path: string;
  url: string;
  sha256: string;
  bytes: number;
}

/** A naive-Bayes baseline on a source, for the model card. */
export interface NaiveBayes {
  task: string;
  classes: number;
  train: number;
  test: number;
  majority: number;
  acc: number;
  macro_f1: number;
}

export interface Source {
  id: string;
  title: string;
  licence: string;
  citation: string;
  notes: string;
  naiveBayes: NaiveBayes[];
  files: SourceFile[];
}

/** @param only ids; every source when absent. */
export function readSources(path: string, only?: readonly string[]): Source[] {
  const sources: Source[] = JSON.parse(readFileSync(path, 'utf8'));
  const known = sources.map(source => source.id);
  const stranger = only?.find(id => !known.includes(id));
  if (stranger !== undefined) {
    throw new Error(`--only: expected some of ${known.join(', ')}, found "${stranger}".`);
  }
  return sources.filter(source => only?.includes(source.id) ?? true);
}
