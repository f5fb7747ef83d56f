/**
 * The segments, sortable, page by page: a page is a real table that a screen reader can walk, and a short one. One tab
 * stop for the rows: up and down walk them, over the end of a page to the next; Enter shows the text.
 */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { TaskInfo } from '../../src/protocol/scores.ts';
import type { ShownSegment } from '../shown.ts';
import { nextSort, type SortColumn } from '../sortRows.ts';
import { t } from '../strings.ts';
import type { TaskRow } from '../taskRows.ts';
import type { View } from '../view.ts';
import { Pager, pageOf, pageSize } from './pager.tsx';
import { rovingTarget } from './roving.ts';
import { SegmentRow } from './segmentRow.tsx';
import { SortHeader } from './sortHeader.tsx';

interface Props {
  id: string;
  task: TaskInfo;
  compared: TaskInfo | undefined;
  /** The label of the line, an index into the task's labels: its probability is a column of its own. */
  label: number;
  /** In the order that they are to be listed. */
  rows: readonly TaskRow[];
  hasSections: boolean;
  /** The key of the segment that was shown last. */
  shown: number | undefined;
  view: View;
  choose: (choice: Partial<View>) => void;
  onReveal: (segment: ShownSegment) => void;
}

export function SegmentTable(props: Props) {
  const { id, task, compared, label, rows, hasSections, shown, view, choose, onReveal } = props;
  const body = useRef<HTMLTableSectionElement>(null);
  /** The key of the row that has the tab stop. */
  const [active, setActive] = useState<number>();
  /** An index in the page whose row is to have the focus once it is drawn. */
  const wanted = useRef<number | undefined>(undefined);

  const { page, first, end } = pageOf(view.page, rows.length);
  const visible = rows.slice(first, end);
  const current = Math.max(
    0,
    visible.findIndex(({ segment }) => segment.key === active),
  );

  const focusRow = (index: number) => body.current?.rows[index]?.querySelector('button')?.focus();
  useLayoutEffect(() => {
    if (wanted.current === undefined) return;
    focusRow(wanted.current);
    wanted.current = undefined;
  });

  const onKeyDown = (event: KeyboardEvent) => {
    const target = rovingTarget(event.key, 'column', first + current, rows.length);
    if (target === undefined) return;
    event.preventDefault();
    const targetPage = Math.floor(target / pageSize);
    if (targetPage === page) return focusRow(target - first);
    wanted.current = target - targetPage * pageSize;
    choose({ page: targetPage });
  };

  const header = (column: SortColumn, title: string) => (
    <SortHeader
      column={column}
      title={title}
      sort={view.sort}
      onSort={sorted => choose({ sort: nextSort(view.sort, sorted) })}
    />
  );
  return (
    <>
      <table id={id} class="rows segments" aria-rowcount={rows.length + 1}>
        <caption id={`${id}-caption`} class="visually-hidden">
          {t(
            'Segments with their scores for {0}. Arrow keys move between rows, Enter shows the text.',
            task.title,
          )}
        </caption>
        <thead>
          <tr aria-rowindex={1}>
            {header('line', t('Line'))}
            {header('text', t('Text'))}
            {hasSections && header('section', t('Section'))}
            {header('label', t('Label'))}
            {header('probability', t('Probability'))}
            {header('chosen', t('P({0})', task.labels[label]))}
            {compared !== undefined && header('other', compared.title)}
            {header('language', t('Language'))}
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={onKeyDown}>
          {visible.map((row, index) => (
            <SegmentRow
              key={row.segment.key}
              {...{ task, compared, label, row, hasSections, onReveal }}
              position={first + index + 2}
              shown={row.segment.key === shown}
              tabIndex={index === current ? 0 : -1}
              onFocus={() => setActive(row.segment.key)}
            />
          ))}
        </tbody>
      </table>
      <Pager page={page} total={rows.length} onPage={to => choose({ page: to })} />
    </>
  );
}
