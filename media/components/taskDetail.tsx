/** One task in depth: its scores along the document, by section, beside another task, and the segments themselves. */
import { useMemo, useRef, useState } from 'preact/hooks';
import { documentScore, type TaskInfo } from '../../src/protocol/scores.ts';
import type { Span } from '../../src/protocol/worker.ts';
import { reveal } from '../host.ts';
import { sectionsOf } from '../sections.ts';
import type { ShownResults, ShownSegment } from '../shown.ts';
import { documentOrder } from '../sortRows.ts';
import { scopeInWords, t } from '../strings.ts';
import { taskRows } from '../taskRows.ts';
import type { View } from '../view.ts';
import { Comparison } from './comparison.tsx';
import { LabelChoice } from './labelChoice.tsx';
import { PartBar } from './partBar.tsx';
import { PictureButton } from './pictureButton.tsx';
import { ScoreLine } from './scoreLine.tsx';
import { SectionTable } from './sectionTable.tsx';
import { Segments } from './segments.tsx';

const tableId = 'segments';

interface Props {
  results: ShownResults;
  task: TaskInfo;
  /** The segments of the chosen part. */
  part: readonly ShownSegment[];
  view: View;
  choose: (choice: Partial<View>) => void;
}

export function TaskDetail({ results, task, part, view, choose }: Props) {
  const { document, tasks } = results;
  const { segments } = document;
  const [shown, setShown] = useState<number>();
  const lists = useRef<HTMLElement>(null);
  const compared = tasks.find(({ id }) => id === view.compared && id !== task.id);
  const sections = useMemo(() => sectionsOf(document.headings, segments.at(-1)?.end ?? 0), [document]);
  const rows = useMemo(
    () => taskRows({ task, compared, segments, sections }),
    [task, compared, segments, sections],
  );
  const partRows = useMemo(() => {
    const inPart = new Set(part);
    return part.length === segments.length ? rows : rows.filter(({ segment }) => inPart.has(segment));
  }, [rows, part, segments]);

  // The label that the line draws: the user's, else the document's own.
  const own = useMemo(() => documentScore(task, segments).label, [task, segments]);
  const wanted = Object.hasOwn(view.labels, task.id) ? view.labels[task.id] : own;
  const label = Math.max(0, task.labels.indexOf(wanted ?? ''));

  const show = (segment: ShownSegment) => {
    setShown(segment.key);
    reveal(document.uri, segment);
  };
  const onRange = (range: Span | undefined) => choose({ range });
  const showAsTable = () => {
    choose({ sort: documentOrder });
    // Once the table is drawn in its new order.
    requestAnimationFrame(() => {
      lists.current?.scrollIntoView({ block: 'start' });
      lists.current?.querySelector<HTMLElement>('tbody [tabindex="0"]')?.focus({ preventScroll: true });
    });
  };

  const scope = scopeInWords(task);
  const about = (
    <>
      {task.description !== '' && <p class="description">{task.description}</p>}
      {scope !== undefined && <p class="description">{t('Asked of {0} alone.', scope)}</p>}
    </>
  );
  if (rows.length === 0 && scope !== undefined)
    return (
      <>
        {about}
        <p>{t('There is nothing of this kind here.')}</p>
      </>
    );
  return (
    <>
      {about}
      <section class="line" aria-labelledby="line-heading">
        <div class="line-heading">
          <h2 id="line-heading">{t('Along the document')}</h2>
          <div class="tools">
            <button type="button" class="link" onClick={showAsTable}>
              {t('Show as Table')}
            </button>
            <PictureButton {...{ document, task, label, rows, part, range: view.range }} />
          </div>
        </div>
        <LabelChoice
          task={task}
          chosen={label}
          onChoose={index => choose({ labels: { ...view.labels, [task.id]: task.labels[index] } })}
        />
        <ScoreLine {...{ task, label, rows, shown, tableId, onRange }} range={view.range} onReveal={show} />
        <PartBar part={part} total={segments.length} range={view.range} onRange={onRange} />
      </section>
      {sections.length > 0 && (
        <SectionTable {...{ task, label, sections, segments, onRange }} range={view.range} />
      )}
      <Comparison {...{ tasks, task, compared, view, choose }} rows={partRows} />
      <section aria-labelledby="segments-heading" ref={lists}>
        <h2 id="segments-heading">{t('Segments')}</h2>
        <Segments
          {...{ task, compared, label, view, choose, shown }}
          id={tableId}
          rows={partRows}
          hasSections={sections.length > 0}
          onReveal={show}
        />
      </section>
    </>
  );
}
