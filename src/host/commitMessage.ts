import * as vscode from 'vscode';
import type { Analyzer } from './analyzer.ts';
import type { Notifier } from './notifier.ts';
import { refusals } from './refusals.ts';
import type { ScoreStore } from './scoreStore.ts';
import { shownTask, summary } from './shown.ts';

interface Parts {
  analyzer: Analyzer;
  store: ScoreStore;
  notifier: Notifier;
}

/**
 * Scores what stands in the boxes of the Source Control view, or in the one of `control`. To an extension such a box is
 * a document without an editor: hover and problems show there, colours cannot. The status bar says the outcome.
 */
export async function analyzeCommitMessages(parts: Parts, control: unknown): Promise<void> {
  const root = rootOf(control);
  const boxes = vscode.workspace.textDocuments.filter(
    document =>
      document.languageId === 'scminput' &&
      document.getText().trim() !== '' &&
      (root === undefined || new URLSearchParams(document.uri.query).get('rootUri') === root.toString()),
  );
  if (boxes.length === 0) throw refusals.noCommitMessage();
  for (const box of boxes) {
    await parts.analyzer.analyze(box);
    const results = parts.store.get(box.uri.toString())?.results;
    if (results === undefined) continue;
    const task = shownTask(results.model, box);
    parts.notifier.announce(vscode.l10n.t('{0}: {1}', task.title, summary(task, results.segments)));
  }
}

function rootOf(control: unknown): vscode.Uri | undefined {
  const root =
    typeof control === 'object' && control !== null && 'rootUri' in control ? control.rootUri : undefined;
  return root instanceof vscode.Uri ? root : undefined;
}
