import type * as vscode from 'vscode';
import type { PanelState } from '../protocol/panel.ts';
import { documentScore } from '../protocol/scores.ts';
import type { Entry, Results } from './scoreStore.ts';
import { withColors } from './shown.ts';

/** What the panel shows about a document. Former results stay while new ones are made. */
export function panelState(document: vscode.TextDocument | undefined, entry: Entry | undefined): PanelState {
  if (document === undefined) return { kind: 'empty', reason: 'no-editor' };
  if (entry?.problem?.kind === 'error') {
    const { message, steps } = entry.problem;
    return { kind: 'error', message, steps };
  }
  if (entry?.problem?.kind === 'no-text') return { kind: 'empty', reason: 'no-text' };
  if (entry?.results !== undefined) return resultsState(document, entry.results);
  if (entry?.busy !== undefined) return { kind: 'busy', title: fileName(document), ...entry.busy };
  return { kind: 'empty', reason: 'not-analyzed' };
}

function resultsState(document: vscode.TextDocument, { model, segments, version }: Results): PanelState {
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
      summary: Object.fromEntries(model.tasks.map(task => [task.id, documentScore(task, segments)])),
    },
  };
}

function fileName(document: vscode.TextDocument): string {
  return document.uri.path.split('/').at(-1) ?? '';
}
