/** What every task says of the document, or of the chosen part of it. */
import { useMemo } from 'preact/hooks';
import type { PanelSegment } from '../../src/protocol/panel.ts';
import { byScope, type TaskInfo } from '../../src/protocol/scores.ts';
import { scopeInWords, t } from '../strings.ts';
import type { View } from '../view.ts';
import { Distribution } from './distribution.tsx';

interface Props {
  tasks: readonly TaskInfo[];
  segments: readonly PanelSegment[];
  /** The chosen part in words; undefined for the whole document. */
  part: string | undefined;
  open: boolean;
  choose: (choice: Partial<View>) => void;
}

/** Folds away, so that one task has the whole height of a small panel. */
export function Overview({ tasks, segments, part, open, choose }: Props) {
  return (
    <details
      class="overview"
      open={open}
      onToggle={event => {
        if (event.currentTarget.open !== open) choose({ overview: !open });
      }}
    >
      <summary>
        <h2>{part === undefined ? t('Overview') : t('Overview: {0}', part)}</h2>
      </summary>
      {tasks.length === 0 && <p>{t('This model has no tasks.')}</p>}
      {/* What is folded away is not summed up either. */}
      {open && <Cards tasks={tasks} segments={segments} />}
    </details>
  );
}

/** A card for each task that is asked of any of it, and one line for all others. */
function Cards({ tasks, segments }: Pick<Props, 'tasks' | 'segments'>) {
  const { asked, outside } = useMemo(() => byScope(tasks, segments), [tasks, segments]);
  const others = outside.map(task => t('{0} ({1})', task.title, scopeInWords(task) ?? ''));
  return (
    <>
      <div class="cards">
        {asked.map(task => (
          <Distribution
            key={task.id}
            task={task}
            segments={segments}
            id={`distribution-${tasks.indexOf(task)}`}
          />
        ))}
      </div>
      {others.length > 0 && <p class="outside">{t('Not asked here: {0}', others.join(', '))}</p>}
    </>
  );
}
