/** A scored document: its heading, every task at a glance, and one task in depth. */
import { useMemo } from 'preact/hooks';
import type { TaskInfo } from '../../src/protocol/scores.ts';
import { indicesOf } from '../range.ts';
import type { ShownResults } from '../shown.ts';
import { partInWords, t } from '../strings.ts';
import type { View } from '../view.ts';
import { Heading } from './heading.tsx';
import { Overview } from './overview.tsx';
import { TaskDetail } from './taskDetail.tsx';
import { panelId, TaskTabs, tabId } from './taskTabs.tsx';

interface Props {
  results: ShownResults;
  /** The chosen one; undefined only for a model without tasks. */
  task: TaskInfo | undefined;
  view: View;
  choose: (choice: Partial<View>) => void;
}

export function Results({ results, task, view, choose }: Props) {
  const { tasks, document } = results;
  const { segments } = document;
  const part = useMemo(() => segments.slice(...indicesOf(segments, view.range)), [segments, view.range]);
  const words = view.range && partInWords(part);
  return (
    <>
      <Heading results={results} task={task} />
      <div class="results">
        <Overview tasks={tasks} segments={part} part={words} open={view.overview} choose={choose} />
        {task !== undefined && (
          <section class="tasks" aria-label={t('Scores by task')}>
            <TaskTabs tasks={tasks} chosen={task.id} onChoose={id => choose({ task: id })} />
            <div id={panelId} role="tabpanel" aria-labelledby={tabId(tasks.indexOf(task))}>
              <TaskDetail key={`${document.uri}\n${task.id}`} {...{ results, task, view, choose, part }} />
            </div>
          </section>
        )}
      </div>
    </>
  );
}
