/** Cells that several tables have. */
import type { TaskInfo, TaskScore } from '../../src/protocol/scores.ts';
import { formatPercent, t } from '../strings.ts';
import { colorOf } from '../taskRows.ts';
import { Swatch } from './swatch.tsx';

interface LabelProps {
  task: TaskInfo;
  /** Null where the task abstains; undefined where it is not asked. */
  label: string | null | undefined;
  /** What the model says, where the label is the user's own. */
  guess?: TaskScore;
}

/** A label with its colour, and whose it is. */
export function LabelCell({ task, label, guess }: LabelProps) {
  if (label === undefined) return <td class="label">–</td>;
  return (
    <td class="label" dir="auto">
      {label === null ? (
        <i>{t('abstained')}</i>
      ) : (
        <>
          <Swatch color={colorOf(task, label)} /> {label}
          {guess && <OwnMark guess={guess} />}
        </>
      )}
    </td>
  );
}

/** Says that a label is the user's own, and what the model says. */
function OwnMark({ guess }: { guess: TaskScore }) {
  const said =
    guess.label === null
      ? t('the model: {0}', guess.reason === 'scope' ? t('not asked') : t('abstained'))
      : t('the model: {0}', t('{0} {1}', guess.label, formatPercent(Math.max(...guess.probabilities))));
  return (
    <span class="own" title={said}>
      {' '}
      <span class="codicon codicon-check" aria-hidden="true" />
      {t('your label')}
      <span class="visually-hidden">{`, ${said}`}</span>
    </span>
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
