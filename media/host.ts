/** The extension host, as the panel sees it. */
import type { FromPanel, ToPanel } from '../src/protocol/panel.ts';
import type { Span } from '../src/protocol/worker.ts';
import { receive, type Shown, type ShownState } from './shown.ts';

/** What survives hiding the panel and a reload of the window. */
export interface Saved {
  /** What the user has chosen to see; whoever reads it checks it. */
  view?: unknown;
  /** The page's place, in the document that it was in. */
  scroll?: { uri: string; top: number };
}

const api = acquireVsCodeApi<Saved>();

export function saved(): Saved {
  return api.getState() ?? {};
}

/** Saves a part; the rest stays. */
export function save(part: Saved): void {
  api.setState({ ...saved(), ...part });
}

function post(message: FromPanel): void {
  api.postMessage(message);
}

/** Shows a segment in the editor. */
export function reveal(uri: string, { start, end }: Span): void {
  post({ type: 'reveal', uri, start, end });
}

/** Asks for a place, and writes the picture there. */
export function savePicture(uri: string, svg: string, png: Uint8Array): void {
  post({ type: 'picture', uri, svg, png });
}

export function runCommand(command: `manylens.${string}`): void {
  post({ type: 'command', command });
}

/** Listens for states, one a frame at most, and asks for the first one. @returns how to stop. */
export function onState(listener: (state: ShownState) => void): () => void {
  let shown: Shown | undefined;
  let frame: number | undefined;
  const draw = () => {
    frame = undefined;
    if (shown !== undefined) listener(shown.state);
  };
  const hear = ({ data }: MessageEvent<ToPanel>) => {
    if (data?.type !== 'state' && data?.type !== 'splice') return;
    const next = receive(shown, data);
    if (next === undefined) return post({ type: 'ready' });
    shown = next;
    frame ??= requestAnimationFrame(draw);
  };
  window.addEventListener('message', hear);
  post({ type: 'ready' });
  return () => {
    window.removeEventListener('message', hear);
    if (frame !== undefined) cancelAnimationFrame(frame);
  };
}
