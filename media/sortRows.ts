/** The table's order. */
import { labelOf, labelProbability, type TaskRow } from './taskRows.ts';

/** `chosen` is the probability of the label that the line shows, `other` the compared task's label. */
export type SortColumn =
  | 'line'
  | 'text'
  | 'section'
  | 'label'
  | 'probability'
  | 'chosen'
  | 'other'
  | 'language';

export interface Sort {
  column: SortColumn;
  descending: boolean;
}

/** The document's own order. */
export const documentOrder: Sort = { column: 'line', descending: false };

/** What a click on a header gives: the other direction, or a column's natural first one. */
export function nextSort(current: Sort, column: SortColumn): Sort {
  if (current.column === column) return { column, descending: !current.descending };
  return { column, descending: column === 'probability' || column === 'chosen' };
}

type Key = string | number | null;

function key(row: TaskRow, column: SortColumn, chosenLabel: number): Key {
  switch (column) {
    case 'line':
      return row.segment.start;
    case 'text':
      return row.segment.text;
    case 'section':
      return row.section?.index ?? -1;
    case 'label':
      return labelOf(row.score);
    case 'other':
      return row.other === undefined ? null : labelOf(row.other);
    case 'probability':
      return row.probability;
    case 'chosen':
      return labelProbability(row, chosenLabel);
    case 'language':
      return row.segment.language;
  }
}

const { compare } = new Intl.Collator(undefined, { numeric: true });

/** A sorted copy; rows that abstain come last either way, equal rows keep the document's order. */
export function sortRows(rows: readonly TaskRow[], sort: Sort, chosenLabel: number): TaskRow[] {
  const sign = sort.descending ? -1 : 1;
  return rows
    .map(row => ({ row, key: key(row, sort.column, chosenLabel) }))
    .sort((a, b) => {
      if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
      if (typeof a.key === 'string') return sign * compare(a.key, String(b.key));
      return sign * (a.key - Number(b.key));
    })
    .map(({ row }) => row);
}
