/** What a row of a label file says, before it is known whether that can be used. */
import type { LabelAsk, LabelReading } from '../protocol/labels.ts';
import { type Fields, isObject } from './rows.ts';

export interface Answer {
  /** Where the row itself names one. */
  task?: unknown;
  /** What an annotation tool calls it: the task, unless the user names another. */
  question?: string;
  /** A list is several labels at once. */
  label: unknown;
  /** ISO 8601. */
  at?: unknown;
}

/** Why a row that is as it should be gives no label. */
export const reasons = ['rejected', 'ignored', 'unlabelled', 'several'] as const;

export type Reading =
  | {
      text: unknown;
      answers: readonly Answer[];
      /** Of Manylens's own records alone: what others call so may be anything. */
      more?: Fields;
    }
  | { leftOut: (typeof reasons)[number] }
  /** Only the user knows. */
  | { ask: LabelAsk };

/** The names of columns that the user gave. */
export type Columns = Pick<LabelReading, 'task' | 'textColumn' | 'labelColumn'>;

/** A question for one of the names that there are. */
export function askFor(about: 'text' | 'label', names: readonly string[]): { ask: LabelAsk } {
  return { ask: { about, names: [...names] } };
}

/** What is called `text`, else the only text. */
export function textIn(fields: Fields, { textColumn }: Columns): { text: unknown } | undefined {
  if (textColumn !== undefined)
    return Object.hasOwn(fields, textColumn) ? { text: fields[textColumn] } : undefined;
  if (Object.hasOwn(fields, 'text')) return { text: fields.text };
  const texts = Object.values(fields).filter(value => typeof value === 'string');
  return texts.length === 1 ? { text: texts[0] } : undefined;
}

/** Lists as they are; `undefined` and what is no list: nothing. */
export function objectsIn(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
