/** Accuracy and macro-F1 of tasks, before and after, with intervals where they are known. */
import type { Interval, TaskDetails } from '../../src/protocol/taskReport.ts';
import type { Metrics } from '../../src/protocol/training.ts';
import { formatCount, formatFinePercent, formatPercent, t } from '../strings.ts';

interface Row extends Partial<Pick<TaskDetails, 'intervals'>> {
  id: string;
  examples?: number;
  before: Metrics | null;
  after: Metrics | null;
}

const keys = ['accuracy', 'macroF1'] as const;

export function FigureTable({ rows }: { rows: readonly Row[] }) {
  const counted = rows.some(({ examples }) => examples !== undefined);
  return (
    <div class="wide">
      <table class="figures">
        <thead>
          <tr>
            <th scope="col">{t('Task')}</th>
            {counted && <th scope="col">{t('Labels')}</th>}
            <th scope="col">{t('Accuracy')}</th>
            <th scope="col">{t('Macro F1')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, examples, before, after, intervals }) => (
            <tr key={id}>
              <th scope="row" dir="auto">
                {id}
              </th>
              {counted && <td>{examples === undefined ? '' : formatCount(examples)}</td>}
              {after === null ? (
                <td colSpan={2}>{t('too few to measure')}</td>
              ) : (
                keys.map(key => (
                  <td key={key}>
                    <Figure before={before?.[key]} after={after[key]} interval={intervals?.after[key]} />
                  </td>
                ))
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface FigureProps {
  before: number | undefined;
  after: number;
  interval: Interval | undefined;
}

/** "81% → 92%", its interval in words and as a line from 0 to 100 %. */
function Figure({ before, after, interval }: FigureProps) {
  // More digits than the interval is sure of say nothing.
  const isSure = interval !== undefined && interval[1] - interval[0] < 0.02;
  const percent = isSure ? formatFinePercent : formatPercent;
  return (
    <>
      <span class="change">
        {before !== undefined && (
          <>
            <span class="visually-hidden">{t('before')} </span>
            {percent(before)}
            <span aria-hidden="true"> → </span>
            <span class="visually-hidden">, {t('after')} </span>
          </>
        )}
        <strong>{percent(after)}</strong>
      </span>
      {interval !== undefined && (
        <>
          <span class="between">{t('{0} to {1}', percent(interval[0]), percent(interval[1]))}</span>
          <svg class="whisker" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
            <path class="scale" d="M0,5H100" />
            <path class="range" d={`M${100 * interval[0]},5H${100 * interval[1]}`} />
            {before !== undefined && <path class="before" d={`M${100 * before},1V9`} />}
            <path class="after" d={`M${100 * after},1V9`} />
          </svg>
        </>
      )}
    </>
  );
}
