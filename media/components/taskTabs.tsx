/** The task switcher. */
import { useRef } from 'preact/hooks';
import type { TaskInfo } from '../../src/protocol/scores.ts';
import { t } from '../strings.ts';
import { rovingTarget } from './roving.ts';

export const panelId = 'task-panel';

/** By position: task ids are any string, element ids are not. */
export const tabId = (index: number) => `task-tab-${index}`;

interface Props {
  tasks: readonly TaskInfo[];
  chosen: string;
  onChoose: (id: string) => void;
}

export function TaskTabs({ tasks, chosen, onChoose }: Props) {
  const list = useRef<HTMLDivElement>(null);

  const onKeyDown = (event: KeyboardEvent) => {
    const current = tasks.findIndex(({ id }) => id === chosen);
    const target = rovingTarget(event.key, 'row', current, tasks.length);
    if (target === undefined) return;
    event.preventDefault();
    onChoose(tasks[target].id);
    list.current?.querySelector<HTMLElement>(`#${tabId(target)}`)?.focus();
  };

  return (
    <div class="tabs" role="tablist" aria-label={t('Tasks')} ref={list} onKeyDown={onKeyDown}>
      {tasks.map(({ id, title }, index) => (
        <button
          key={id}
          type="button"
          role="tab"
          id={tabId(index)}
          aria-selected={id === chosen}
          aria-controls={panelId}
          tabIndex={id === chosen ? 0 : -1}
          onClick={() => onChoose(id)}
        >
          {title}
        </button>
      ))}
    </div>
  );
}
