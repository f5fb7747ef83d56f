/** Cells that several tables have. */
import type { TaskInfo } from '../../src/protocol/scores.ts';
import { formatPercent, t } from '../strings.ts';
import { colorOf } from '../taskRows.ts';
import { Swatch } from './swatch.tsx';

/** A label with its colour; null where the task abstains. */
export function LabelCell({ task, label }: { task: TaskInfo; label: string | null }) {
  return (
    <td class="label" dir="auto">
      {label === null ? (
        <i>{t('abstained')}</i>
      ) : (
        <>
          <Swatch color={colorOf(task, label)} /> {label}
        </>
      )}
    </td>
  );
}

/** A probability, beside a small bar where it has a colour. */
export function RatioCell({ value, color }: { value: number | null; color?: string }) {
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
