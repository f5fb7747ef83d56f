/** What narrows the table down: words, a label, and those that the comparison's cell asks for. */
import type { TaskInfo } from '../../src/protocol/scores.ts';
import { answersOf } from '../filterRows.ts';
import { t } from '../strings.ts';
import { type Filter, type LabelFilter, noFilter } from '../view.ts';

interface Props {
  task: TaskInfo;
  compared: TaskInfo | undefined;
  filter: Filter;
  /** How many segments are left, in words. */
  count: string;
  onFilter: (filter: Filter) => void;
}

export function Filters({ task, compared, filter, count, onFilter }: Props) {
  const some = filter.text !== '' || filter.label !== undefined || filter.other !== undefined;
  return (
    <search class="filters" aria-label={t('Filter segments')}>
      <input
        type="search"
        class="input"
        placeholder={t('Filter by text')}
        aria-label={t('Filter by text')}
        value={filter.text}
        onInput={event => onFilter({ ...filter, text: event.currentTarget.value })}
      />
      <Answers task={task} chosen={filter.label} onChoose={label => onFilter({ ...filter, label })} />
      {compared !== undefined && (
        <Answers task={compared} chosen={filter.other} onChoose={other => onFilter({ ...filter, other })} />
      )}
      <span class="count">{count}</span>
      {some && (
        <button type="button" class="link" onClick={() => onFilter(noFilter)}>
          {t('Clear Filters')}
        </button>
      )}
    </search>
  );
}

interface AnswersProps {
  task: TaskInfo;
  chosen: LabelFilter;
  onChoose: (answer: LabelFilter) => void;
}

/** A list of a task's answers. By position: a label is any string. */
function Answers({ task, chosen, onChoose }: AnswersProps) {
  const answers = [undefined, ...answersOf(task)];
  return (
    <select
      class="input"
      aria-label={t('Filter by {0}', task.title)}
      value={String(Math.max(0, answers.indexOf(chosen)))}
      onChange={event => onChoose(answers[Number(event.currentTarget.value)])}
    >
      {answers.map((answer, index) => (
        <option key={index} value={String(index)}>
          {answer === undefined ? t('{0}: all', task.title) : (answer ?? t('abstained'))}
        </option>
      ))}
    </select>
  );
}
