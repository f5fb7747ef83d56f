/** A column's header: a button inside, so that click, Enter and Space sort alike. */
import type { Sort, SortColumn } from '../sortRows.ts';

interface Props {
  column: SortColumn;
  title: string;
  sort: Sort;
  onSort: (column: SortColumn) => void;
}

export function SortHeader({ column, title, sort, onSort }: Props) {
  const direction = sort.descending ? 'descending' : 'ascending';
  const sorted = sort.column === column;
  return (
    <th scope="col" class={column} aria-sort={sorted ? direction : 'none'}>
      <button type="button" onClick={() => onSort(column)}>
        <span>{title}</span>
        <svg class="arrow" viewBox="0 0 8 8" aria-hidden="true">
          {sorted && <path d={sort.descending ? 'M1 2h6L4 6.5z' : 'M1 6h6L4 1.5z'} />}
        </svg>
      </button>
    </th>
  );
}
