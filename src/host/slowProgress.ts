import * as vscode from 'vscode';
import { withoutLinks } from './format.ts';

/** Only what takes longer than this is worth a notification. */
const patience = 1000;

/** Shows a notification with a Cancel button when `ended` does not come soon. */
export function showSlowProgress(
  document: vscode.TextDocument,
  state: () => { done: number; total: number } | undefined,
  abort: AbortController,
  ended: AbortSignal,
): void {
  const show = () => {
    const name = withoutLinks(vscode.workspace.asRelativePath(document.uri));
    const title = vscode.l10n.t('Manylens: analyzing {0}', name);
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    void vscode.window.withProgress(options, (progress, token) => {
      token.onCancellationRequested(() => abort.abort());
      return new Promise<void>(resolve => {
        // VS Code calls this a moment later than it was asked to.
        if (ended.aborted) return resolve();
        let shown = 0;
        const tick = setInterval(() => {
          const { done, total } = state() ?? { done: 0, total: 0 };
          const now = total === 0 ? 0 : (100 * done) / total;
          progress.report({ increment: now - shown });
          shown = now;
        }, 200);
        ended.addEventListener('abort', () => {
          clearInterval(tick);
          resolve();
        });
      });
    });
  };
  const timer = setTimeout(show, patience);
  ended.addEventListener('abort', () => clearTimeout(timer));
}
