/** One task's distribution over segments: a stacked bar, and the table behind it, which is its legend too. */
import { useMemo } from 'preact/hooks';
import type { PanelSegment } from '../../src/protocol/panel.ts';
import { documentScore, labelledCount, type TaskInfo } from '../../src/protocol/scores.ts';
import { abstainedCount, formatCount, formatPercent, labelledByYou, t } from '../strings.ts';
import { colorOf, labelCounts } from '../taskRows.ts';
import { Swatch } from './swatch.tsx';

interface Props {
  task: TaskInfo;
  segments: readonly PanelSegment[];
  /** Unique in the page. */
  id: string;
}

export function Distribution({ task, segments, id }: Props) {
  const { score, counts, own } = useMemo(
    () => ({
      score: documentScore(task, segments),
      counts: labelCounts(task, segments),
      own: labelledCount(task, segments),
    }),
    [task, segments],
  );
  const { probabilities, label: top } = score;
  return (
    <section class="card" aria-labelledby={id}>
      <h3 id={id}>
        <span>{task.title}</span>
        {top !== null && probabilities !== null && (
          <strong>{t('{0} {1}', top, formatPercent(probabilities[task.labels.indexOf(top)] ?? 0))}</strong>
        )}
      </h3>
      {probabilities === null ? (
        <p>{t('Every segment abstained: the model does not know.')}</p>
      ) : (
        <>
          <Bar task={task} probabilities={probabilities} tableId={`${id}-table`} />
          <table id={`${id}-table`}>
            <caption class="visually-hidden">
              {t('{0}: mean probability and number of segments by label', task.title)}
            </caption>
            <thead>
              <tr>
                <th scope="col">{t('Label')}</th>
                <th scope="col">{t('Mean')}</th>
                <th scope="col" colSpan={2}>
                  {t('Segments')}
                </th>
              </tr>
            </thead>
            <tbody>
              {task.labels.map((label, index) => (
                <tr key={label} class={label === top ? 'top' : undefined}>
                  <th scope="row" dir="auto">
                    <Swatch color={colorOf(task, label)} /> {label}
                  </th>
                  <td>{formatPercent(probabilities[index])}</td>
                  <td>{formatCount(counts[index])}</td>
                  <td>{formatPercent(score.scored > 0 ? counts[index] / score.scored : 0)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {own > 0 && <p>{t('{0}.', labelledByYou(own))}</p>}
          {score.abstained > 0 && <p>{t('{0}.', abstainedCount(score.abstained))}</p>}
        </>
      )}
    </section>
  );
}

function Bar({ task, probabilities, tableId }: { task: TaskInfo; probabilities: number[]; tableId: string }) {
  return (
    <div
      class="bar"
      role="img"
      aria-label={t('{0}: mean probability by label', task.title)}
      aria-describedby={tableId}
    >
      {task.labels.map((label, index) => (
        <div
          key={label}
          title={t('{0} {1}', label, formatPercent(probabilities[index]))}
          style={{ flexGrow: String(probabilities[index]), background: colorOf(task, label) }}
        />
      ))}
    </div>
  );
}
