import * as vscode from 'vscode';
import { refusals } from './refusals.ts';

/** Where a workspace keeps what Manylens writes. */
export const labelsPath = ['.manylens', 'labels.jsonl'] as const;

/**
 * The folder whose labels a document belongs to: its own, else the only one, else the one that the user picks.
 * Undefined: the pick was cancelled.
 */
export async function labelFolder(
  document: vscode.TextDocument | undefined,
): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) throw refusals.noFolder();
  const own = document && vscode.workspace.getWorkspaceFolder(document.uri);
  const folder = own ?? (folders.length === 1 ? folders[0] : await vscode.window.showWorkspaceFolderPick());
  if (folder !== undefined && folder.uri.scheme !== 'file') throw refusals.notOnDisk(folder.name);
  if (folder !== undefined && !vscode.workspace.isTrusted) await refuseLinks(folder.uri);
  return folder;
}

/** In a folder that nobody trusts, a link could lead what is appended to labels into any file of the user's. */
async function refuseLinks(folder: vscode.Uri): Promise<void> {
  for (const depth of labelsPath.keys()) {
    const place = vscode.Uri.joinPath(folder, ...labelsPath.slice(0, depth + 1));
    const isLink = await vscode.workspace.fs.stat(place).then(
      ({ type }) => (type & vscode.FileType.SymbolicLink) !== 0,
      () => false,
    );
    if (isLink) throw refusals.link(vscode.workspace.asRelativePath(place));
  }
}
