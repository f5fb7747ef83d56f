/** What the scores are of, and by which model; and whether they still fit the text. */
import { documentScore, isOutside, type TaskInfo } from '../../src/protocol/scores.ts';
import { runCommand } from '../host.ts';
import type { ShownResults } from '../shown.ts';
import { abstainedCount, formatCount, segmentCount, t } from '../strings.ts';
import { useLasting } from './useLasting.ts';

/** Milliseconds after which it is worth a word: with live analysis every key makes the scores outdated for a moment. */
const moment = 1000;

export function Heading({ results, task }: { results: ShownResults; task: TaskInfo | undefined }) {
  const { document, model, busy, outdated } = results;
  const tokens = document.segments.reduce((sum, segment) => sum + segment.tokens, 0);
  const score = task && documentScore(task, document.segments);
  const busyLong = useLasting(busy, moment);
  const outdatedLong = useLasting(outdated, moment);
  return (
    <header class="heading">
      <h1 dir="auto">{document.title}</h1>
      <ul aria-label={t('About these scores')}>
        <li>{segmentCount(document.segments.length)}</li>
        <li>{tokens === 1 ? t('1 token') : t('{0} tokens', formatCount(tokens))}</li>
        {task !== undefined && score !== undefined && !isOutside(score) && (
          <li>{t('{0} for {1}', abstainedCount(score.abstained), task.title)}</li>
        )}
        <li>{t('Model {0} {1}', model.name, model.version)}</li>
      </ul>
      {busyLong && <p class="fresh">{t('Analyzing {0}', document.title)}</p>}
      {outdatedLong && !busyLong && (
        <p class="fresh">
          {t('The text was edited since.')}{' '}
          <button type="button" class="link" onClick={() => runCommand('manylens.analyzeDocument')}>
            {t('Analyze Document')}
          </button>
        </p>
      )}
    </header>
  );
}
