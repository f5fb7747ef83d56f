import * as vscode from 'vscode';
import { refusals } from './refusals.ts';

/** Where a workspace keeps what Manylens writes. */
export const labelsPath = ['.manylens', 'labels.jsonl'] as const;
export const modelsPath = ['.manylens', 'models'] as const;

/** Whether a workspace folder keeps its labels there. */
export function isLabelFile(uri: vscode.Uri): boolean {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  return folder !== undefined && vscode.Uri.joinPath(folder.uri, ...labelsPath).toString() === uri.toString();
}

/** The folder whose labels a document has: its own, else the only one. A notebook's cells have the notebook's. */
export function ownFolder(uri: vscode.Uri): vscode.WorkspaceFolder | undefined {
  const notebook =
    uri.scheme === 'vscode-notebook-cell' &&
    vscode.workspace.notebookDocuments.find(({ uri: { path } }) => path === uri.path);
  const folders = vscode.workspace.workspaceFolders ?? [];
  const own = vscode.workspace.getWorkspaceFolder(notebook ? notebook.uri : uri);
  return own ?? (folders.length === 1 ? folders[0] : undefined);
}

/** The folder that a document's labels are written into: its own, else the one that the user picks. Undefined: none. */
export async function labelFolder(
  document: vscode.TextDocument | undefined,
): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) throw refusals.noFolder();
  const own = document ? ownFolder(document.uri) : folders.length === 1 ? folders[0] : undefined;
  const folder = own ?? (await vscode.window.showWorkspaceFolderPick());
  if (folder !== undefined && folder.uri.scheme !== 'file') throw refusals.notOnDisk(folder.name);
  if (folder !== undefined) await refuseLinks(folder.uri);
  return folder;
}

/** In a folder that nobody trusts, a link could lead to any file of the user's: no labels are written or read there. */
export async function refuseLinks(folder: vscode.Uri): Promise<void> {
  if (vscode.workspace.isTrusted) return;
  for (const depth of labelsPath.keys()) {
    const place = vscode.Uri.joinPath(folder, ...labelsPath.slice(0, depth + 1));
    const isLink = await vscode.workspace.fs.stat(place).then(
      ({ type }) => (type & vscode.FileType.SymbolicLink) !== 0,
      () => false,
    );
    if (isLink) throw refusals.link(vscode.workspace.asRelativePath(place));
  }
}

/** Labels belong into git; what is learnt from them is large, and is learnt again in seconds. */
export async function keepOutOfGit(models: vscode.Uri): Promise<void> {
  const file = vscode.Uri.joinPath(models, '.gitignore');
  if (!(await exists(file))) await vscode.workspace.fs.writeFile(file, new TextEncoder().encode('*\n'));
}

export async function exists(file: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(file).then(
    () => true,
    () => false,
  );
}
