/** A document is being scored. */
import { formatPercent, t } from '../strings.ts';

export function Busy({ title, done, total }: { title: string; done: number; total: number }) {
  const ratio = total > 0 ? Math.min(1, done / total) : undefined;
  const percent = ratio === undefined ? undefined : Math.round(ratio * 100);
  return (
    <section class="notice busy">
      <h1>{t('Analyzing {0}', title)}</h1>
      <div
        class={ratio === undefined ? 'progress waiting' : 'progress'}
        role="progressbar"
        aria-label={t('Analyzing {0}', title)}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
      >
        <div style={{ width: percent === undefined ? undefined : `${percent}%` }} />
      </div>
      <p>{ratio === undefined ? t('Starting …') : t('{0} done', formatPercent(ratio))}</p>
    </section>
  );
}
