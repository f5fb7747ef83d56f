/** The extension host, as the report's page sees it. */
import type { FromReport, ReportState, ToReport } from '../src/protocol/reportPanel.ts';

const api = acquireVsCodeApi<unknown>();

export function post(message: FromReport): void {
  api.postMessage(message);
}

/** Listens for the report, and asks for it. @returns how to stop. */
export function onReport(listener: (state: ReportState) => void): () => void {
  const hear = ({ data }: MessageEvent<ToReport>) => {
    if (data?.type === 'report') listener(data.state);
  };
  window.addEventListener('message', hear);
  post({ type: 'ready' });
  return () => window.removeEventListener('message', hear);
}
