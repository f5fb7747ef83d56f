import type * as vscode from 'vscode';
import type { PanelResults, PanelState } from '../protocol/panel.ts';
import type { Heading } from '../protocol/worker.ts';
import type { Entry, Results } from './scoreStore.ts';
import { withColors } from './shown.ts';

/** What the panel shows about a document. Former results stay while new ones are made. */
export function panelState(
  document: vscode.TextDocument | undefined,
  entry: Entry | undefined,
  headings: (document: vscode.TextDocument) => readonly Heading[],
): PanelState {
  if (document === undefined) return { kind: 'empty', reason: 'no-editor' };
  if (entry?.problem?.kind === 'error') {
    const { message, steps } = entry.problem;
    return { kind: 'error', message, steps };
  }
  if (entry?.problem?.kind === 'no-text') return { kind: 'empty', reason: 'no-text' };
  if (entry?.results !== undefined) {
    const busy = entry.busy !== undefined;
    return resultsState(document, entry.results, busy, headings(document));
  }
  if (entry?.busy !== undefined) return { kind: 'busy', title: fileName(document), ...entry.busy };
  return { kind: 'empty', reason: 'not-analyzed' };
}

function resultsState(
  document: vscode.TextDocument,
  { model, segments, version, outdated }: Results,
  busy: boolean,
  headings: readonly Heading[],
): PanelResults {
  const text = document.getText();
  return {
    kind: 'results',
    model: { name: model.name, version: model.version },
    tasks: model.tasks.map(withColors),
    document: {
      uri: document.uri.toString(),
      title: fileName(document),
      version,
      segments: segments.map(segment => ({
        ...segment,
        text: text.slice(segment.start, segment.end),
        line: document.positionAt(segment.start).line + 1,
      })),
      headings: [...headings],
    },
    outdated,
    busy,
  };
}

function fileName(document: vscode.TextDocument): string {
  return document.uri.path.split('/').at(-1) ?? '';
}
