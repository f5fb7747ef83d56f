/** A second task beside the first: how often each pair of answers occurs. A cell lists its segments. */
import type { TaskInfo } from '../../src/protocol/scores.ts';
import { t } from '../strings.ts';
import type { TaskRow } from '../taskRows.ts';
import type { View } from '../view.ts';
import { CrossTable } from './crossTable.tsx';

interface Props {
  tasks: readonly TaskInfo[];
  task: TaskInfo;
  compared: TaskInfo | undefined;
  /** Those of the chosen part. */
  rows: readonly TaskRow[];
  view: View;
  choose: (choice: Partial<View>) => void;
}

export function Comparison({ tasks, task, compared, rows, view, choose }: Props) {
  if (tasks.length < 2) return null;
  const others = tasks.filter(({ id }) => id !== task.id);
  return (
    <section class="comparison" aria-labelledby="comparison-heading">
      <div class="line-heading">
        <h2 id="comparison-heading">{t('Beside another task')}</h2>
        <select
          class="input"
          aria-labelledby="comparison-heading"
          value={compared === undefined ? '' : String(others.indexOf(compared))}
          onChange={event => choose({ compared: others[Number(event.currentTarget.value || -1)]?.id })}
        >
          <option value="">{t('None')}</option>
          {others.map(({ id, title }, index) => (
            <option key={id} value={String(index)}>
              {title}
            </option>
          ))}
        </select>
      </div>
      {compared !== undefined && <CrossTable {...{ task, compared, rows, view, choose }} />}
    </section>
  );
}
