/** The cross table of two tasks. One tab stop: arrow keys walk the cells, Enter lists a cell's segments, and all again. */
import { useMemo } from 'preact/hooks';
import type { TaskInfo } from '../../src/protocol/scores.ts';
import { answersOf, crossCounts, withText } from '../filterRows.ts';
import { formatCount, t } from '../strings.ts';
import { colorOf, type TaskRow } from '../taskRows.ts';
import type { View } from '../view.ts';
import { Swatch } from './swatch.tsx';
import { useCells } from './useCells.ts';

interface Props {
  task: TaskInfo;
  compared: TaskInfo;
  rows: readonly TaskRow[];
  view: View;
  choose: (choice: Partial<View>) => void;
}

export function CrossTable({ task, compared, rows, view: { filter }, choose }: Props) {
  const counts = useMemo(
    () => crossCounts(task, compared, withText(rows, filter.text)),
    [task, compared, rows, filter.text],
  );
  const most = Math.max(1, ...counts.flat());
  const [down, across] = [answersOf(task), answersOf(compared)];
  const { body, cell } = useCells(down.length, across.length);
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
        <tbody {...body}>
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
                    {...cell(i, j)}
                    aria-pressed={filter.label === label && filter.other === other}
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
