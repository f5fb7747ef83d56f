/** The cross table of two tasks. One tab stop: arrow keys walk the cells, Enter lists a cell's segments, and all again. */
import { useMemo, useRef, useState } from 'preact/hooks';
import type { TaskInfo } from '../../src/protocol/scores.ts';
import { answersOf, crossCounts, withText } from '../filterRows.ts';
import { formatCount, t } from '../strings.ts';
import { colorOf, type TaskRow } from '../taskRows.ts';
import type { View } from '../view.ts';
import { Swatch } from './swatch.tsx';

interface Props {
  task: TaskInfo;
  compared: TaskInfo;
  rows: readonly TaskRow[];
  view: View;
  choose: (choice: Partial<View>) => void;
}

/** Lines and columns that a key moves by. */
const steps: Record<string, [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

export function CrossTable({ task, compared, rows, view: { filter }, choose }: Props) {
  const [active, setActive] = useState<[number, number]>([0, 0]);
  const body = useRef<HTMLTableSectionElement>(null);
  const counts = useMemo(
    () => crossCounts(task, compared, withText(rows, filter.text)),
    [task, compared, rows, filter.text],
  );
  const most = Math.max(1, ...counts.flat());
  const [down, across] = [answersOf(task), answersOf(compared)];
  const line = Math.min(active[0], down.length - 1);
  const column = Math.min(active[1], across.length - 1);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = (index: number, count: number) => Math.max(0, Math.min(count - 1, index));
    const row = body.current?.rows[at(line + step[0], down.length)];
    row?.querySelectorAll('button')[at(column + step[1], across.length)]?.focus();
  };
  const list = (label: string | null, other: string | null) => {
    const isChosen = filter.label === label && filter.other === other;
    choose({ filter: { text: filter.text, ...(isChosen ? {} : { label, other }) } });
  };

  return (
    <div class="scroller">
      <table class="cross">
        <caption class="visually-hidden">
          {t(
            'Number of segments by {0} and {1}. Arrow keys move between cells, Enter lists the segments of a cell.',
            task.title,
            compared.title,
          )}
        </caption>
        <thead>
          <tr>
            <td />
            {across.map((other, index) => (
              <th scope="col" key={index}>
                <Answer task={compared} answer={other} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={onKeyDown}>
          {down.map((label, i) => (
            <tr key={i}>
              <th scope="row">
                <Answer task={task} answer={label} />
              </th>
              {across.map((other, j) => (
                <td key={j}>
                  <span class="share" aria-hidden="true" style={{ opacity: (0.35 * counts[i][j]) / most }} />
                  <button
                    type="button"
                    tabIndex={i === line && j === column ? 0 : -1}
                    aria-pressed={filter.label === label && filter.other === other}
                    onFocus={() => setActive([i, j])}
                    onClick={() => list(label, other)}
                  >
                    {formatCount(counts[i][j])}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Answer({ task, answer }: { task: TaskInfo; answer: string | null }) {
  if (answer === null) return <i>{t('abstained')}</i>;
  return (
    <span dir="auto">
      <Swatch color={colorOf(task, answer)} /> {answer}
    </span>
  );
}
