/** The segments, sortable. One tab stop for the rows: up and down walk them, Enter shows the text. */
import { useMemo, useRef, useState } from 'preact/hooks';
import type { PanelSegment } from '../../src/protocol/panel.ts';
import type { TaskInfo } from '../../src/protocol/scores.ts';
import { documentOrder, nextSort, type SortColumn, sortRows } from '../sortRows.ts';
import { segmentCount, t } from '../strings.ts';
import type { TaskRow } from '../taskRows.ts';
import { rovingTarget } from './roving.ts';
import { SegmentRow } from './segmentRow.tsx';
import { SortHeader } from './sortHeader.tsx';

/** Rows at first; each "Show More" doubles them, so that a long document takes a few clicks and never a long wait. */
const firstRows = 200;

interface Props {
  id: string;
  task: TaskInfo;
  /** The label of the line, an index into the task's labels: its probability is a column of its own. */
  label: number;
  rows: readonly TaskRow[];
  /** The start of the segment that was shown last. */
  shown: number | undefined;
  onReveal: (segment: PanelSegment) => void;
}

export function SegmentTable({ id, task, label, rows, shown, onReveal }: Props) {
  const [sort, setSort] = useState(documentOrder);
  const [limit, setLimit] = useState(firstRows);
  const [active, setActive] = useState(0);
  const body = useRef<HTMLTableSectionElement>(null);
  const sorted = useMemo(() => sortRows(rows, sort, label), [rows, sort, label]);
  const visible = sorted.slice(0, limit);
  const current = Math.min(active, visible.length - 1);

  const onSort = (column: SortColumn) => {
    setSort(nextSort(sort, column));
    setActive(0);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const target = rovingTarget(event.key, 'column', current, visible.length);
    if (target === undefined) return;
    event.preventDefault();
    body.current?.rows[target]?.querySelector('button')?.focus();
  };

  const header = (column: SortColumn, title: string) => (
    <SortHeader column={column} title={title} sort={sort} onSort={onSort} />
  );
  return (
    <>
      <table id={id} class="segments">
        <caption id={`${id}-caption`} class="visually-hidden">
          {t(
            'Segments with their scores for {0}. Arrow keys move between rows, Enter shows the text.',
            task.title,
          )}
        </caption>
        <thead>
          <tr>
            {header('line', t('Line'))}
            {header('text', t('Text'))}
            {header('label', t('Label'))}
            {header('probability', t('Probability'))}
            {header('chosen', t('P({0})', task.labels[label]))}
            {header('language', t('Language'))}
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={onKeyDown}>
          {visible.map((row, index) => (
            <SegmentRow
              key={row.segment.start}
              task={task}
              label={label}
              row={row}
              shown={row.segment.start === shown}
              tabIndex={index === current ? 0 : -1}
              onFocus={() => setActive(index)}
              onReveal={onReveal}
            />
          ))}
        </tbody>
      </table>
      {rows.length > firstRows && (
        <p class="more">
          <span role="status">{t('{0} of {1} shown', visible.length, segmentCount(rows.length))}</span>
          {visible.length < rows.length && (
            <button type="button" class="button secondary" onClick={() => setLimit(limit * 2)}>
              {t('Show More')}
            </button>
          )}
        </p>
      )}
    </>
  );
}
