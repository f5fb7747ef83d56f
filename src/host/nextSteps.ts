import * as vscode from 'vscode';
import { codeOf } from '../base/errors.ts';
import type { NextStep } from '../protocol/panel.ts';

/**
 * What the user can do about an error, in VS Code's language.
 * @param customModel another model than the base one is in use
 */
export function nextSteps(error: unknown, customModel: boolean): NextStep[] {
  const openLog: NextStep = { title: vscode.l10n.t('Open Log'), command: 'manylens.openLog' };
  switch (codeOf(error)) {
    case 'bad-bundle': {
      const useBase: NextStep = {
        title: vscode.l10n.t('Use the Base Model'),
        command: 'manylens.useBaseModel',
      };
      return customModel ? [useBase, openLog] : [openLog];
    }
    case 'scoring-paused':
      return [{ title: vscode.l10n.t('Resume'), command: 'manylens.resume' }, openLog];
    default:
      return [openLog];
  }
}
