import * as vscode from 'vscode';
import { deferred } from '../base/deferred.ts';

/** The notebook that a document is a cell of. */
export function notebookOf(document: vscode.TextDocument): vscode.NotebookDocument | undefined {
  return vscode.workspace.notebookDocuments.find(notebook =>
    notebook.getCells().some(cell => cell.document === document),
  );
}

export function isCodeCell(document: vscode.TextDocument): boolean {
  const cells = notebookOf(document)?.getCells() ?? [];
  return cells.some(cell => cell.document === document && cell.kind === vscode.NotebookCellKind.Code);
}

/** The Markdown cell that is selected, else the notebook's first: code cells, and what they print, are no prose. */
export function proseCell({ notebook, selection }: vscode.NotebookEditor): vscode.TextDocument | undefined {
  const cells = proseCells(notebook);
  const selected = notebook.getCells().slice(selection.start, selection.end);
  return (cells.find(cell => selected.includes(cell)) ?? cells[0])?.document;
}

/** What is analyzed as one: a notebook's Markdown cells that have a word in them, else the document alone. */
export function wholeOf(document: vscode.TextDocument): vscode.TextDocument[] {
  const notebook = notebookOf(document);
  if (notebook === undefined) return [document];
  const others = proseCells(notebook).map(cell => cell.document);
  return others.filter(other => other === document || /\p{L}/u.test(other.getText()));
}

function proseCells(notebook: vscode.NotebookDocument): vscode.NotebookCell[] {
  return notebook.getCells().filter(({ kind }) => kind === vscode.NotebookCellKind.Markup);
}

/** Milliseconds for a cell's editor to open. */
const patience = 2000;

/** Opens a cell for editing, as a double click does. @returns its editor; undefined where it does not come. */
export async function editCell(document: vscode.TextDocument): Promise<vscode.TextEditor | undefined> {
  const notebook = notebookOf(document);
  const index = notebook?.getCells().findIndex(cell => cell.document === document) ?? -1;
  if (notebook === undefined || index < 0) return undefined;
  const selections = [new vscode.NotebookRange(index, index + 1)];
  await vscode.window.showNotebookDocument(notebook, { selections });
  const opened = deferred<vscode.TextEditor | undefined>();
  const look = (editor: vscode.TextEditor | undefined) => {
    if (editor?.document === document) opened.resolve(editor);
  };
  const listener = vscode.window.onDidChangeActiveTextEditor(look);
  const timer = setTimeout(() => opened.resolve(undefined), patience);
  try {
    look(vscode.window.activeTextEditor);
    await vscode.commands.executeCommand('notebook.cell.edit');
    look(vscode.window.activeTextEditor);
    return await opened.promise;
  } finally {
    clearTimeout(timer);
    listener.dispose();
  }
}
