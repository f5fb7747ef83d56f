/** What a fine-tuning learnt, how well that is known, and the question whether to use it. */
import { useEffect, useState } from 'preact/hooks';
import type { ReportState } from '../../src/protocol/reportPanel.ts';
import { onReport, post } from '../reportHost.ts';
import { formatSeconds, t } from '../strings.ts';
import { Changed } from './changed.tsx';
import { FigureTable } from './figureTable.tsx';
import { TaskReport } from './taskReport.tsx';

export function Report() {
  const [state, setState] = useState<ReportState>();
  useEffect(() => onReport(setState), []);
  if (state === undefined) return null;
  const { report, changes, skipped } = state;
  const tasks = Object.entries(report.tasks);
  const guard = Object.entries(report.guard);
  return (
    <main class="report">
      <Outcome {...state} />
      <section>
        <h2>{t('Tasks with labels')}</h2>
        <FigureTable rows={tasks.map(([id, task]) => ({ id, ...task }))} />
        {tasks.some(([, { after }]) => after !== null) && (
          <p class="quiet">
            {report.mode === 'heads'
              ? t(
                  'Each label that is counted was held out once, and predicted by a model that did not learn from it.',
                )
              : t(
                  'A fifth of the labels was held out, and predicted by a model that did not learn from it.',
                )}{' '}
            {t('An interval holds the true figure 95 times in 100: of few labels it is wide.')}
          </p>
        )}
      </section>
      {tasks.map(([id, task]) => (
        <TaskReport key={id} id={id} task={task} open={tasks.length === 1 || id === tasks[0][0]} />
      ))}
      {changes !== undefined && <Changed changes={changes} />}
      {guard.length > 0 && (
        <details>
          <summary>
            <h2>{t('Every other task')}</h2>
          </summary>
          <p class="quiet">{t('How far each answers texts that come with the model as it did before.')}</p>
          <FigureTable rows={guard.map(([id, figures]) => ({ id, ...figures }))} />
        </details>
      )}
      {skipped.length > 0 && (
        <section>
          <h2>{t('Label lines that could not be read')}</h2>
          <ul class="skipped">
            {skipped.map(line => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </section>
      )}
    </main>
  );
}

function Outcome({ report, outcome, reason, refused, decision }: ReportState) {
  return (
    <header class="outcome">
      <h1>{t('Fine-Tuning Report')}</h1>
      <p>
        {outcome} {t('It took {0}.', formatSeconds(report.seconds))}
      </p>
      {refused.length > 0 && (
        <ul>
          {refused.map(line => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      <p class="quiet">{t('What learned: {0}.', reason)}</p>
      <p role="status" class="decision">
        {decision === 'open' && t('Nothing has changed yet: the model is used when you say so.')}
        {decision === 'used' && t('You use this model.')}
        {decision === 'discarded' && t('The model was discarded. Nothing has changed.')}
        {decision === 'refused' && t('Nothing has changed.')}
      </p>
      <div class="actions">
        {decision === 'open' && (
          <>
            <button type="button" class="button" onClick={() => post({ type: 'use' })}>
              {t('Use It')}
            </button>
            <button type="button" class="button secondary" onClick={() => post({ type: 'discard' })}>
              {t('Discard')}
            </button>
          </>
        )}
        <button type="button" class="link" onClick={() => post({ type: 'copy' })}>
          {t('Copy as JSON')}
        </button>
        <button type="button" class="link" onClick={() => post({ type: 'save' })}>
          {t('Save as JSON...')}
        </button>
      </div>
    </header>
  );
}
