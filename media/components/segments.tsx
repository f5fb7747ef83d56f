/** The list of segments: what narrows it down, what is left, and the table. */
import { useMemo } from 'preact/hooks';
import type { TaskInfo } from '../../src/protocol/scores.ts';
import { withLabels, withText } from '../filterRows.ts';
import type { ShownSegment } from '../shown.ts';
import { sortRows } from '../sortRows.ts';
import { formatCount, segmentCount, t } from '../strings.ts';
import type { TaskRow } from '../taskRows.ts';
import { noFilter, type View } from '../view.ts';
import { Filters } from './filters.tsx';
import { SegmentTable } from './segmentTable.tsx';
import { Spoken } from './spoken.tsx';

interface Props {
  id: string;
  task: TaskInfo;
  compared: TaskInfo | undefined;
  /** An index into the task's labels. */
  label: number;
  /** Those of the chosen part. */
  rows: readonly TaskRow[];
  hasSections: boolean;
  shown: number | undefined;
  view: View;
  choose: (choice: Partial<View>) => void;
  onReveal: (segment: ShownSegment) => void;
}

export function Segments(props: Props) {
  const { task, compared, label, rows, view, choose } = props;
  const { filter, sort } = view;
  const matching = useMemo(() => withLabels(withText(rows, filter.text), filter), [rows, filter]);
  const listed = useMemo(() => sortRows(matching, sort, label), [matching, sort, label]);
  const count = t('{0} of {1}', formatCount(listed.length), segmentCount(rows.length));
  return (
    <>
      <Filters {...{ task, compared, filter }} count={count} onFilter={next => choose({ filter: next })} />
      {/* Said when the user has changed something, and not whenever the text changes. */}
      <Spoken when={[view.choices]}>{count}</Spoken>
      {listed.length > 0 ? (
        <SegmentTable {...props} rows={listed} />
      ) : (
        <p class="none">
          {t('No segment matches.')}{' '}
          <button type="button" class="link" onClick={() => choose({ filter: noFilter })}>
            {t('Clear Filters')}
          </button>
        </p>
      )}
    </>
  );
}
