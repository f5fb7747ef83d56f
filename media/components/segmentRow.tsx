/** A segment in the table. The whole row can be clicked; for the keyboard its text is a button. */
import type { TaskInfo } from '../../src/protocol/scores.ts';
import type { ShownSegment } from '../shown.ts';
import { formatCount, sectionTitle } from '../strings.ts';
import { colorOf, excerpt, labelOf, labelProbability, type TaskRow } from '../taskRows.ts';
import { LabelCell, RatioCell } from './cells.tsx';

interface Props {
  task: TaskInfo;
  /** The one beside it. */
  compared: TaskInfo | undefined;
  /** The label of the line, an index into the task's labels. */
  label: number;
  row: TaskRow;
  /** In the whole table, from 1; its header counts. */
  position: number;
  hasSections: boolean;
  shown: boolean;
  tabIndex: number;
  onFocus: () => void;
  onReveal: (segment: ShownSegment) => void;
}

export function SegmentRow(props: Props) {
  const { task, compared, label, row, position, hasSections, shown, tabIndex, onFocus, onReveal } = props;
  const { segment, score, probability, section, other } = row;
  const { line, text, language } = segment;
  return (
    <tr aria-rowindex={position} aria-current={shown ? 'true' : undefined} onClick={() => onReveal(segment)}>
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
      {hasSections && (
        <td class="section" dir="auto">
          {section === undefined ? '–' : sectionTitle(section)}
        </td>
      )}
      <LabelCell task={task} label={labelOf(score)} guess={score.guess} />
      <RatioCell value={score.guess ? null : probability} />
      <RatioCell value={labelProbability(row, label)} color={colorOf(task, task.labels[label])} />
      {compared !== undefined && (
        <LabelCell task={compared} label={other && labelOf(other)} guess={other?.guess} />
      )}
      <td class="language">{language}</td>
    </tr>
  );
}
