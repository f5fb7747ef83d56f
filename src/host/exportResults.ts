import * as vscode from 'vscode';
import { type ExportedDocument, toCsv, toJsonl } from './exporting.ts';
import type { Notifier } from './notifier.ts';
import type { Results } from './scoreStore.ts';

/** Asks for a format and a place, and writes the document's scores there. */
export async function exportResults(
  document: vscode.TextDocument,
  results: Results,
  notifier: Notifier,
): Promise<void> {
  const formats = [
    { label: 'JSON Lines', description: vscode.l10n.t('one object a segment'), extension: 'jsonl' },
    { label: 'CSV', description: vscode.l10n.t('for spreadsheets'), extension: 'csv' },
  ];
  const title = vscode.l10n.t('Export Results');
  const format = await vscode.window.showQuickPick(formats, { title });
  if (format === undefined) return;
  // Before the dialog: the text may change while it is open, and the segments' places with it.
  const content = render(document, results, format.extension);
  const target = await vscode.window.showSaveDialog({
    title,
    defaultUri: exportPlace(document, format.extension),
    filters: { [format.label]: [format.extension] },
  });
  if (target === undefined) return;
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(content));
  notifier.mention(vscode.l10n.t('wrote {0}.', vscode.workspace.asRelativePath(target)));
}

/** The file to offer: beside the document, else (a document that is not saved yet, say) in the workspace. */
export function exportPlace({ uri }: vscode.TextDocument, extension: string): vscode.Uri | undefined {
  if (vscode.workspace.fs.isWritableFileSystem(uri.scheme))
    return uri.with({ path: `${uri.path}.${extension}` });
  const folder = vscode.workspace.workspaceFolders?.[0].uri;
  return folder && vscode.Uri.joinPath(folder, `${uri.path.split('/').at(-1)}.${extension}`);
}

/** The document's results as text: `jsonl` or `csv`. Segments whose score is of a former text are left out. */
export function render(
  document: vscode.TextDocument,
  { model, segments }: Results,
  extension: string,
): string {
  const exported: ExportedDocument = {
    file: vscode.workspace.asRelativePath(document.uri),
    text: document.getText(),
    position(offset) {
      const { line, character } = document.positionAt(offset);
      return { line: line + 1, column: character + 1 };
    },
  };
  return (extension === 'csv' ? toCsv : toJsonl)(
    exported,
    model.tasks,
    segments.filter(segment => !segment.edited),
  );
}
