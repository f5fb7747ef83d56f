import * as vscode from 'vscode';
import type { ChangedSegment, Changes } from '../protocol/reportPanel.ts';
import type { TaskScore } from '../protocol/scores.ts';
import type { Results, ScoreStore } from './scoreStore.ts';
import type { ScoringClient } from './scoringClient.ts';

/** Segments of a task that are listed. */
const LISTED = 100;
/** UTF-16 units that are scored: some seconds. */
const MOST_TEXT = 500_000;

/**
 * What the model in `bundle` says of `tasks` otherwise than the one in use, in open documents that are analyzed.
 * @param client of its own: the model in use stays loaded in the other one; the caller disposes it
 */
export async function changedLabels(
  store: ScoreStore,
  client: ScoringClient,
  bundle: vscode.Uri,
  tasks: readonly string[],
  signal: AbortSignal,
): Promise<Changes> {
  const documents = analyzedDocuments(store);
  if (documents.length === 0) return { kind: 'nothing-open' };
  const found = new Map(tasks.map(task => [task, [] as ChangedSegment[]]));
  let segments = 0;
  for (const { document, text, results } of documents) {
    const request = { text, languageId: document.languageId, tasks: [...tasks] };
    const model = { location: bundle.fsPath, backend: 'auto' as const };
    const reply = await client.score(model, request, signal, () => undefined);
    segments += reply.segments.length;
    const former = new Map(results.segments.map(segment => [`${segment.start} ${segment.end}`, segment]));
    for (const { start, end, scores } of reply.segments) {
      const known = former.get(`${start} ${end}`);
      if (known === undefined) continue;
      for (const [task, changed] of found) {
        const before = known.scores[task] && labelOf(known.scores[task]);
        const after = labelOf(scores[task]);
        if ((before ?? null) === after) continue;
        changed.push({
          uri: document.uri.toString(),
          title: document.uri.path.split('/').at(-1) ?? '',
          line: document.positionAt(start).line + 1,
          text: text.slice(start, end),
          ...{ start, end, before, after },
        });
      }
    }
  }
  return {
    kind: 'compared',
    segments,
    tasks: Object.fromEntries(
      [...found].map(([task, all]) => [task, { changed: all.length, shown: all.slice(0, LISTED) }]),
    ),
  };
}

/** Those that are seen first, as they are now: the model in use may be another one soon. */
function analyzedDocuments(store: ScoreStore) {
  const seen = new Set(vscode.window.visibleTextEditors.map(({ document }) => document));
  const found: { document: vscode.TextDocument; text: string; results: Results }[] = [];
  let size = 0;
  for (const document of new Set([...seen, ...vscode.workspace.textDocuments])) {
    const results = store.get(document.uri.toString())?.results;
    if (results === undefined || results.outdated || results.version !== document.version) continue;
    const text = document.getText();
    size += text.length;
    if (size <= MOST_TEXT) found.push({ document, text, results });
  }
  return found;
}

/** What the model says, whatever the user's own label is. Null where it abstains. */
function labelOf(score: TaskScore): string | null {
  const { abstained, label } = score.guess ?? score;
  return abstained ? null : label;
}
