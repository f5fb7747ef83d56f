/** One task in depth: its scores along the document, and the segments themselves. */
import { useMemo, useState } from 'preact/hooks';
import type { PanelDocument, PanelSegment } from '../../src/protocol/panel.ts';
import type { TaskInfo } from '../../src/protocol/scores.ts';
import { reveal } from '../host.ts';
import { t } from '../strings.ts';
import { taskRows } from '../taskRows.ts';
import { LabelChoice } from './labelChoice.tsx';
import { ScoreLine } from './scoreLine.tsx';
import { SegmentTable } from './segmentTable.tsx';

const tableId = 'segments';

export function TaskDetail({ task, document }: { task: TaskInfo; document: PanelDocument }) {
  const [choice, setChoice] = useState<string>();
  const [shown, setShown] = useState<number>();
  const rows = useMemo(() => taskRows(task, document.segments), [task, document]);

  // The label that the line draws: the user's, else the document's own.
  const wanted = choice ?? document.summary[task.id]?.label ?? '';
  const label = Math.max(0, task.labels.indexOf(wanted));

  const show = (segment: PanelSegment) => {
    setShown(segment.start);
    reveal(document.uri, segment);
  };

  return (
    <>
      {task.description !== '' && <p class="description">{task.description}</p>}
      <section class="line" aria-labelledby="line-heading">
        <div class="line-heading">
          <h2 id="line-heading">{t('Along the document')}</h2>
          <LabelChoice task={task} chosen={label} onChoose={index => setChoice(task.labels[index])} />
        </div>
        <ScoreLine task={task} label={label} rows={rows} shown={shown} tableId={tableId} onReveal={show} />
      </section>
      <section aria-labelledby="segments-heading">
        <h2 id="segments-heading">{t('Segments')}</h2>
        <SegmentTable id={tableId} task={task} label={label} rows={rows} shown={shown} onReveal={show} />
      </section>
    </>
  );
}
