/** A scored document: its heading, every task at a glance, and one task in depth. */
import type { PanelState } from '../../src/protocol/panel.ts';
import type { TaskInfo } from '../../src/protocol/scores.ts';
import { abstainedCount, formatCount, segmentCount, t } from '../strings.ts';
import { Overview } from './overview.tsx';
import { TaskDetail } from './taskDetail.tsx';
import { panelId, TaskTabs, tabId } from './taskTabs.tsx';

type Props = Omit<Extract<PanelState, { kind: 'results' }>, 'kind'> & {
  /** The chosen one; undefined only for a model without tasks. */
  task: TaskInfo | undefined;
  onTask: (id: string) => void;
};

export function Results({ model, tasks, document, task, onTask }: Props) {
  return (
    <>
      <Heading document={document} model={model} task={task} />
      <div class="results">
        <Overview tasks={tasks} document={document} />
        {task !== undefined && (
          <section class="tasks" aria-label={t('Scores by task')}>
            <TaskTabs tasks={tasks} chosen={task.id} onChoose={onTask} />
            <div id={panelId} role="tabpanel" aria-labelledby={tabId(tasks.indexOf(task))}>
              <TaskDetail key={`${document.uri}\n${task.id}`} task={task} document={document} />
            </div>
          </section>
        )}
      </div>
    </>
  );
}

function Heading({ document, model, task }: Pick<Props, 'document' | 'model' | 'task'>) {
  const tokens = document.segments.reduce((sum, segment) => sum + segment.tokens, 0);
  const abstained = task === undefined ? 0 : (document.summary[task.id]?.abstained ?? 0);
  return (
    <header class="heading">
      <h1 dir="auto">{document.title}</h1>
      <ul aria-label={t('About these scores')}>
        <li>{segmentCount(document.segments.length)}</li>
        <li>{tokens === 1 ? t('1 token') : t('{0} tokens', formatCount(tokens))}</li>
        {task !== undefined && <li>{t('{0} for {1}', abstainedCount(abstained), task.title)}</li>}
        <li>{t('Model {0} {1}', model.name, model.version)}</li>
      </ul>
    </header>
  );
}
