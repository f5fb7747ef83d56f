/** What every task says of the whole document. */
import type { PanelDocument } from '../../src/protocol/panel.ts';
import type { TaskInfo } from '../../src/protocol/scores.ts';
import { t } from '../strings.ts';
import { Distribution } from './distribution.tsx';

/** Folds away, so that one task has the whole height of a small panel. */
export function Overview({ tasks, document }: { tasks: readonly TaskInfo[]; document: PanelDocument }) {
  return (
    <details class="overview" open>
      <summary>
        <h2>{t('Overview')}</h2>
      </summary>
      {tasks.length === 0 ? (
        <p>{t('This model has no tasks.')}</p>
      ) : (
        <div class="cards">
          {tasks.map((task, index) => (
            <Distribution key={task.id} task={task} document={document} id={`distribution-${index}`} />
          ))}
        </div>
      )}
    </details>
  );
}
