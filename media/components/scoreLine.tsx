/** A label's probability along the document, in a figure as wide as there is room. */
import { useMemo } from 'preact/hooks';
import type { TaskInfo } from '../../src/protocol/scores.ts';
import type { Span } from '../../src/protocol/worker.ts';
import { linePlot } from '../linePlot.ts';
import type { ShownSegment } from '../shown.ts';
import { t } from '../strings.ts';
import { colorOf, type TaskRow } from '../taskRows.ts';
import { Drawing } from './drawing.tsx';
import { useWidth } from './useWidth.ts';

export interface LineProps {
  task: TaskInfo;
  /** An index into the task's labels. */
  label: number;
  /** The whole document's. */
  rows: readonly TaskRow[];
  /** The key of the segment that was shown last. */
  shown: number | undefined;
  /** The part that is chosen. */
  range: Span | undefined;
  /** The table that holds the same data. */
  tableId: string;
  onReveal: (segment: ShownSegment) => void;
  onRange: (range: Span | undefined) => void;
}

export function ScoreLine(props: LineProps) {
  const { task, label, rows } = props;
  const { ref, width } = useWidth<HTMLDivElement>();
  const hasScores = useMemo(() => rows.some(({ score }) => !score.abstained), [rows]);
  const plot = useMemo(
    () => (hasScores && width > 0 ? linePlot(rows, label, width) : undefined),
    [rows, label, width, hasScores],
  );
  return (
    <figure class="score-line" ref={ref} style={{ color: colorOf(task, task.labels[label]) }}>
      {!hasScores && <p>{t('Every segment abstained: there is no line to draw.')}</p>}
      {plot !== undefined && <Drawing {...props} plot={plot} width={width} />}
    </figure>
  );
}
