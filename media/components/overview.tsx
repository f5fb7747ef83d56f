/** What every task says of the document, or of the chosen part of it. */
import type { PanelSegment } from '../../src/protocol/panel.ts';
import type { TaskInfo } from '../../src/protocol/scores.ts';
import { t } from '../strings.ts';
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
      {open && (
        <div class="cards">
          {tasks.map((task, index) => (
            <Distribution key={task.id} task={task} segments={segments} id={`distribution-${index}`} />
          ))}
        </div>
      )}
    </details>
  );
}
