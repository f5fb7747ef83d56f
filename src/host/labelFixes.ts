import * as vscode from 'vscode';
import { withLabel } from './labelLine.ts';
import { LabelDiagnostic } from './labelProblems.ts';

/** Where label files are. */
export const labelFiles: vscode.DocumentSelector = { pattern: '**/.manylens/labels.jsonl' };

/** A line of the document, from 1, and what is to stand there; undefined: nothing, and no line. */
type Change = [line: number, content: string | undefined];

/** Quick fixes for what `LabelProblems` lists. */
export class LabelFixes implements vscode.CodeActionProvider {
  static readonly metadata = { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] };

  provideCodeActions(
    document: vscode.TextDocument,
    _range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    // Lines that have moved are looked at again in a moment.
    const own = diagnostics.filter(
      (found): found is LabelDiagnostic =>
        found instanceof LabelDiagnostic && found.version === document.version,
    );
    return own.flatMap(diagnostic => fixes(document, diagnostic));
  }
}

function fixes(document: vscode.TextDocument, diagnostic: LabelDiagnostic): vscode.CodeAction[] {
  const { problem } = diagnostic;
  const fix = (title: string, [line, content]: Change, isPreferred = false) => {
    const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    action.diagnostics = [diagnostic];
    action.isPreferred = isPreferred;
    action.edit = new vscode.WorkspaceEdit();
    if (content === undefined) action.edit.delete(document.uri, wholeLine(document, line));
    else action.edit.replace(document.uri, document.lineAt(line - 1).range, content);
    return action;
  };
  const labelled = (line: number, task: string, label?: string): Change => [
    line,
    withLabel(document.lineAt(line - 1).text, task, label),
  ];
  switch (problem.kind) {
    case 'broken':
      return [fix(vscode.l10n.t('Remove This Line'), [problem.line, undefined])];
    case 'unknown-label': {
      const { line, task, label, labels } = problem;
      const same = (known: string) => known.toLowerCase() === label.toLowerCase();
      return [
        ...labels.map(known =>
          fix(vscode.l10n.t('Change to {0}', known), labelled(line, task, known), same(known)),
        ),
        fix(vscode.l10n.t('Remove This Label'), labelled(line, task)),
      ];
    }
    case 'contradiction':
    case 'duplicate': {
      const { line, task, latest } = problem;
      const later = String(latest.line);
      return [
        fix(vscode.l10n.t('Remove This Label, Keep Line {0}', later), labelled(line, task), true),
        fix(vscode.l10n.t('Keep This Label, Remove Line {0}', later), labelled(latest.line, task)),
      ];
    }
  }
}

/** With its end, or else the end of the line before. */
function wholeLine(document: vscode.TextDocument, line: number): vscode.Range {
  const { range, rangeIncludingLineBreak } = document.lineAt(line - 1);
  if (line < document.lineCount || line === 1) return rangeIncludingLineBreak;
  return range.with(document.lineAt(line - 2).range.end);
}
