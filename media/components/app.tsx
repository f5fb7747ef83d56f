/** The panel: one state of the host at a time, and the task that the user chose. */
import { useEffect, useState } from 'preact/hooks';
import type { PanelState } from '../../src/protocol/panel.ts';
import { onState, savedState, saveState } from '../host.ts';
import { segmentCount, t } from '../strings.ts';
import { Busy } from './busy.tsx';
import { Empty, Failure } from './notices.tsx';
import { Results } from './results.tsx';

/** What a screen reader says when the state changes; errors are alerts of their own. */
function announcement(state: PanelState): string {
  switch (state.kind) {
    case 'busy':
      return t('Analyzing {0}', state.title);
    case 'results':
      return t('Scores for {0}: {1}', state.document.title, segmentCount(state.document.segments.length));
    default:
      return '';
  }
}

export function App() {
  const [state, setState] = useState<PanelState>();
  const [chosen, setChosen] = useState(() => savedState()?.task);

  useEffect(() => onState(setState), []);

  const results = state?.kind === 'results' ? state : undefined;
  const task = results?.tasks.find(({ id }) => id === chosen) ?? results?.tasks[0];
  const uri = results?.document.uri;
  // A model without the chosen task shows another one, and the choice is kept for the next model.
  const remembered = chosen ?? task?.id;
  useEffect(() => {
    if (uri !== undefined && remembered !== undefined) saveState({ uri, task: remembered });
  }, [uri, remembered]);

  return (
    <>
      <p class="visually-hidden" role="status">
        {state === undefined ? '' : announcement(state)}
      </p>
      <main>
        {state?.kind === 'empty' && <Empty reason={state.reason} />}
        {state?.kind === 'busy' && <Busy {...state} />}
        {state?.kind === 'error' && <Failure message={state.message} steps={state.steps} />}
        {results !== undefined && <Results {...results} task={task} onTask={setChosen} />}
      </main>
    </>
  );
}
