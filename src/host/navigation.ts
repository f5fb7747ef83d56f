import * as vscode from 'vscode';
import { type ScoredSegment, scoreOf } from '../protocol/scores.ts';
import type { Notifier } from './notifier.ts';
import type { ScoreStore } from './scoreStore.ts';
import { certainty, shown } from './shown.ts';
import { neighbour } from './spans.ts';

/**
 * Selects the next segment that the editor colours, or the previous one, whether or not colours are on: screen readers
 * read a selection, and the status bar says what it is.
 */
export function goToSegment(store: ScoreStore, notifier: Notifier, backwards: boolean): void {
  const editor = vscode.window.activeTextEditor;
  const results = editor && store.get(editor.document.uri.toString())?.results;
  if (editor === undefined || results === undefined) {
    notifier.announce(vscode.l10n.t('nothing to go to: this text has not been analyzed.'));
    return;
  }
  const { document, selection } = editor;
  const { task, labels } = shown(results.model, document);
  const labelOf = (segment: ScoredSegment) => scoreOf(segment, task)?.label ?? '';
  const segments = results.segments.filter(segment => labels.has(labelOf(segment)));
  const index = neighbour(segments, document.offsetAt(selection.start), backwards);
  if (index < 0) {
    notifier.announce(vscode.l10n.t('nothing to go to: no sentence is {0}.', [...labels].join(', ')));
    return;
  }
  const segment = segments[index];
  const range = new vscode.Range(document.positionAt(segment.start), document.positionAt(segment.end));
  editor.selection = new vscode.Selection(range.start, range.end);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  notifier.announce(
    vscode.l10n.t(
      '{0} {1}, {2} of {3}',
      labelOf(segment),
      certainty(task, segment),
      index + 1,
      segments.length,
    ),
  );
}
