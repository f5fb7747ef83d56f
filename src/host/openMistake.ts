import * as vscode from 'vscode';
import type { Mistake } from '../protocol/taskReport.ts';
import { reveal } from './reveal.ts';

/** Shows a mistake where it was labelled: in its own file where that is known and in the workspace, else at its label. */
export async function openMistake({ source, place }: Mistake, folder: vscode.Uri): Promise<void> {
  const file = source && inWorkspace(source.file, folder);
  if (file !== undefined && (await exists(file)))
    return reveal({ uri: file.toString(), start: source!.start, end: source!.end });
  const [, path, line] = /^(.*):(\d+)$/s.exec(place ?? '') ?? [];
  if (path === undefined) return;
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(path));
  const { range } = document.lineAt(Math.min(Number(line), document.lineCount) - 1);
  await reveal({
    uri: document.uri.toString(),
    start: document.offsetAt(range.start),
    end: document.offsetAt(range.end),
  });
}

/** Whatever a label record says: no file outside of the workspace is opened for it. */
function inWorkspace(path: string, folder: vscode.Uri): vscode.Uri | undefined {
  const file = /^([/\\]|[a-z]:[/\\])/i.test(path) ? vscode.Uri.file(path) : vscode.Uri.joinPath(folder, path);
  return vscode.workspace.getWorkspaceFolder(file) && file;
}

function exists(file: vscode.Uri): Thenable<boolean> {
  return vscode.workspace.fs.stat(file).then(
    () => true,
    () => false,
  );
}
