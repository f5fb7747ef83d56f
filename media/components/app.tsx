/** The panel: one state of the host at a time, and what the user has chosen to see of it. */
import { useEffect, useReducer } from 'preact/hooks';
import { onState, save, saved } from '../host.ts';
import type { ShownState } from '../shown.ts';
import { choose, follow, restoredView, type View } from '../view.ts';
import { Announcement } from './announcement.tsx';
import { Busy } from './busy.tsx';
import { Empty, Failure } from './notices.tsx';
import { Results } from './results.tsx';
import { useKeptScroll } from './useKeptScroll.ts';

interface Panel {
  state?: ShownState;
  view: View;
}

type Action = { state: ShownState } | { choice: Partial<View> };

const begin = (): Panel => ({ view: restoredView(saved().view) });

function reduce({ state, view }: Panel, action: Action): Panel {
  return 'choice' in action
    ? { state, view: choose(view, action.choice) }
    : { state: action.state, view: follow(view, state, action.state) };
}

export function App() {
  const [{ state, view }, dispatch] = useReducer(reduce, undefined, begin);
  useEffect(() => onState(next => dispatch({ state: next })), []);

  const results = state?.kind === 'results' ? state : undefined;
  // A model without the chosen task shows another one, and the choice is kept for the next model.
  const task = results?.tasks.find(({ id }) => id === view.task) ?? results?.tasks[0];
  const remembered = view.task ?? task?.id;
  useEffect(() => {
    if (results !== undefined) save({ view: { ...view, task: remembered } });
  }, [view, remembered, results !== undefined]);
  useKeptScroll(results?.document.uri);

  return (
    <>
      <Announcement state={state} />
      <main>
        {state?.kind === 'empty' && <Empty reason={state.reason} />}
        {state?.kind === 'busy' && <Busy {...state} />}
        {state?.kind === 'error' && <Failure message={state.message} steps={state.steps} />}
        {results !== undefined && (
          <Results results={results} task={task} view={view} choose={choice => dispatch({ choice })} />
        )}
      </main>
    </>
  );
}
