/** Precision, recall and F1 of each label. */
import type { TaskDetails } from '../../src/protocol/taskReport.ts';
import { formatCount, formatPercent, t } from '../strings.ts';

interface Props extends Pick<TaskDetails, 'labels' | 'perClass'> {
  unmeasured: readonly string[];
}

export function LabelFigures({ labels, perClass, unmeasured }: Props) {
  return (
    <section>
      <h3>{t('Each label')}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is to be scrolled by keys too. */}
      <section class="scroller" tabIndex={0} aria-label={t('Each label')}>
        <table class="figures">
          <thead>
            <tr>
              <th scope="col">{t('Label')}</th>
              <th scope="col">{t('Held out')}</th>
              <th scope="col">{t('Precision')}</th>
              <th scope="col">{t('Recall')}</th>
              <th scope="col">F1</th>
            </tr>
          </thead>
          <tbody>
            {labels.map(label => {
              const { precision, recall, f1, support } = perClass[label];
              return (
                <tr key={label}>
                  <th scope="row" dir="auto">
                    {label}
                  </th>
                  <td>{formatCount(support)}</td>
                  {support === 0 ? (
                    <td colSpan={3}>{unmeasured.includes(label) ? t('not measured') : t('no example')}</td>
                  ) : (
                    [precision, recall, f1].map((ratio, i) => <td key={i}>{formatPercent(ratio)}</td>)
                  )}
                </tr>
              );
            })}
          </tbody>
        </table>
      </section>
    </section>
  );
}
