/** A segment in the table. The whole row can be clicked; for the keyboard its text is a button. */
import type { PanelSegment } from '../../src/protocol/panel.ts';
import type { TaskInfo } from '../../src/protocol/scores.ts';
import { formatCount, formatPercent, t } from '../strings.ts';
import { colorOf, excerpt, labelProbability, type TaskRow } from '../taskRows.ts';
import { Swatch } from './swatch.tsx';

interface Props {
  task: TaskInfo;
  /** The label of the line, an index into the task's labels. */
  label: number;
  row: TaskRow;
  shown: boolean;
  tabIndex: number;
  onFocus: () => void;
  onReveal: (segment: PanelSegment) => void;
}

export function SegmentRow({ task, label, row, shown, tabIndex, onFocus, onReveal }: Props) {
  const { segment, score, probability } = row;
  const { line, text, language } = segment;
  return (
    <tr aria-current={shown ? 'true' : undefined} onClick={() => onReveal(segment)}>
      <td class="number">{formatCount(line)}</td>
      <td class="text">
        <button
          type="button"
          dir="auto"
          lang={language === 'und' ? undefined : language}
          tabIndex={tabIndex}
          onFocus={onFocus}
        >
          {excerpt(text)}
        </button>
      </td>
      <td class="label" dir="auto">
        {score.abstained || score.label === null ? (
          <i>{t('abstained')}</i>
        ) : (
          <>
            <Swatch color={colorOf(task, score.label)} /> {score.label}
          </>
        )}
      </td>
      <Ratio value={probability} />
      <Ratio value={labelProbability(row, label)} color={colorOf(task, task.labels[label])} />
      <td class="language">{language}</td>
    </tr>
  );
}

/** A probability, beside a small bar where it has a colour. */
function Ratio({ value, color }: { value: number | null; color?: string }) {
  if (value === null) return <td class="number">–</td>;
  return (
    <td class="number">
      {color !== undefined && (
        <span class="ratio" aria-hidden="true">
          <span style={{ width: `${value * 100}%`, background: color }} />
        </span>
      )}
      <span class="percent">{formatPercent(value)}</span>
    </td>
  );
}
