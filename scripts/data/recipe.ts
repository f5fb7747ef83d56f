/** How a source feeds a task: what the recipes are made of. */
import type { Read } from './formats.ts';

export const splits = ['train', 'validation', 'test'] as const;
export type Split = (typeof splits)[number];

/** All of a part goes to one split, or is shared out by hash: percent for train, validation, test. */
export type Assignment = Split | readonly [number, number, number];

export interface Recipe {
  task: string;
  source: string;
  /** BCP-47. */
  language: string;
  read: Read;
  /** Raw labels to the task's; null drops the row. A label that is not here is an error. */
  map: Record<string, string | null>;
  clean: (text: string) => string;
  /** By upstream part, or by group where `splits` names groups. `default` covers the rest. */
  splits: Record<string, Assignment>;
  /** No more rows a part than this, the first by hash. */
  limit?: number;
  /**
   * A source whose sentences this one repeats: a row that trains there trains here, whatever its hash says, and one that
   * is held out there is left out here.
   */
  repeats?: string;
  /** Held-out splits have as many rows of each label as of the rarest. */
  balanced?: boolean;
}

export const upstream: Record<string, Assignment> = {
  train: 'train',
  validation: 'validation',
  test: 'test',
};
export const trainAndTest: Record<string, Assignment> = { train: [90, 10, 0], test: 'test' };
export const own: Record<string, Assignment> = { default: [80, 10, 10] };
export const tweets: Record<string, Assignment> = { train: 'train', val: 'validation', test: 'test' };

/** A map from lists of raw labels, parted by spaces. */
export function gathered(lists: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(lists).flatMap(([label, names]) => names.split(' ').map(name => [name, label])),
  );
}
