/** What to look at in labels before a model learns from them. */
import { groupBy } from '../base/groupBy.ts';
import type { LabelRecord } from '../protocol/labels.ts';
import { detectLanguage, UNDETERMINED } from '../text/language.ts';
import { labelKey, resolveLabels } from './labelFile.ts';

/** A record that says something of the same text and task as an earlier one. */
export interface Repeated {
  record: LabelRecord;
  former: LabelRecord;
}

export interface LabelCheck {
  /** Texts by task and label, as the labels stand now. */
  counts: { task: string; label: string; texts: number }[];
  /** The same label again. */
  duplicates: Repeated[];
  /** Another label. */
  contradictions: Repeated[];
  /** Labels with fewer than {@link FEW} texts. */
  few: { task: string; label: string; texts: number }[];
  /** Tasks whose texts are in more than one language: by language, the most frequent first. */
  languages: { task: string; records: { language: string; records: LabelRecord[] }[] }[];
}

/** Fewer texts can hardly be held out: of each fifth, one is to be measured on. */
export const FEW = 5;

export function checkLabels(records: readonly LabelRecord[]): LabelCheck {
  const now = resolveLabels(records).filter(({ label }) => label !== null);
  const byTask = [...groupBy(now, ({ task }) => task)];
  const counts = byTask.flatMap(([task, own]) =>
    [...groupBy(own, ({ label }) => label!)].map(([label, { length: texts }]) => ({ task, label, texts })),
  );
  return {
    counts,
    ...repetitions(records),
    few: counts.filter(({ texts }) => texts < FEW),
    languages: byTask
      .map(([task, own]) => ({ task, records: byLanguage(own) }))
      .filter(({ records }) => records.length > 1),
  };
}

/** What takes a label back contradicts nothing, and is contradicted by nothing. */
function repetitions(records: readonly LabelRecord[]): Pick<LabelCheck, 'duplicates' | 'contradictions'> {
  const formers = new Map<string, LabelRecord>();
  const duplicates: Repeated[] = [];
  const contradictions: Repeated[] = [];
  for (const record of records) {
    const key = labelKey(record);
    const former = formers.get(key);
    if (former !== undefined && former.label !== null && record.label !== null) {
      (former.label === record.label ? duplicates : contradictions).push({ record, former });
    }
    formers.set(key, record);
  }
  return { duplicates, contradictions };
}

/** A text whose language cannot be told may be in any. */
function byLanguage(records: readonly LabelRecord[]): { language: string; records: LabelRecord[] }[] {
  return [...groupBy(records, ({ text }) => detectLanguage(text))]
    .filter(([language]) => language !== UNDETERMINED)
    .map(([language, own]) => ({ language, records: own }))
    .sort((a, b) => b.records.length - a.records.length);
}
