/** The extension host, as the panel sees it. */
import type { FromPanel, PanelState, ToPanel } from '../src/protocol/panel.ts';
import type { ScoredSegment } from '../src/protocol/scores.ts';

/** What survives a reload of the window; the serializer reads `uri`. */
export interface SavedState {
  uri: string;
  /** The chosen task's id. */
  task: string;
}

const api = acquireVsCodeApi<SavedState>();

export function savedState(): SavedState | undefined {
  return api.getState();
}

export function saveState(state: SavedState): void {
  api.setState(state);
}

function post(message: FromPanel): void {
  api.postMessage(message);
}

/** Shows a segment in the editor. */
export function reveal(uri: string, { start, end }: Pick<ScoredSegment, 'start' | 'end'>): void {
  post({ type: 'reveal', uri, start, end });
}

export function runCommand(command: `manylens.${string}`): void {
  post({ type: 'command', command });
}

/** Listens for states and asks for the first one. @returns how to stop. */
export function onState(listener: (state: PanelState) => void): () => void {
  const receive = ({ data }: MessageEvent<ToPanel>) => {
    if (data?.type === 'state') listener(data.state);
  };
  window.addEventListener('message', receive);
  post({ type: 'ready' });
  return () => window.removeEventListener('message', receive);
}
