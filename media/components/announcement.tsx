/** What a screen reader says of the analysis: its beginning and its end, and nothing of what follows while typing. */
import { useRef } from 'preact/hooks';
import type { ShownState } from '../shown.ts';
import { segmentCount, t } from '../strings.ts';
import { useLasting } from './useLasting.ts';

/** Milliseconds: live analysis is quicker. */
const long = 1500;

/** Errors are alerts of their own. */
export function Announcement({ state }: { state: ShownState | undefined }) {
  const said = useRef({ about: '', words: '' });
  const results = state?.kind === 'results' ? state : undefined;
  const again = useLasting(results?.busy === true, long);
  // A document that is shown for the first time, or whose analysis took a while, is news; a further change is none.
  const about = again ? 'again' : `${state?.kind} ${results?.document.uri}`;
  if (about !== said.current.about)
    said.current = {
      about,
      words: again && results ? t('Analyzing {0}', results.document.title) : wordsFor(state),
    };
  return (
    <p class="visually-hidden" role="status">
      {said.current.words}
    </p>
  );
}

function wordsFor(state: ShownState | undefined): string {
  switch (state?.kind) {
    case 'busy':
      return t('Analyzing {0}', state.title);
    case 'results':
      return t(
        'Analysis of {0} done: {1}',
        state.document.title,
        segmentCount(state.document.segments.length),
      );
    default:
      return '';
  }
}
