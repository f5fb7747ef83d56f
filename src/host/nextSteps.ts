import * as vscode from 'vscode';
import { ManylensError } from '../base/errors.ts';
import type { NextStep } from '../protocol/panel.ts';

/**
 * What the user can do about an error, in VS Code's language.
 * @param customModel another model than the base one is in use
 */
export function nextSteps(error: unknown, customModel: boolean): NextStep[] {
  const openLog: NextStep = { title: vscode.l10n.t('Open Log'), command: 'manylens.openLog' };
  const copyReport: NextStep = { title: vscode.l10n.t('Copy Report'), command: 'manylens.copyReport' };
  // None of ours: nobody foresaw it.
  if (!(error instanceof ManylensError)) return [copyReport, openLog];
  switch (error.code) {
    case 'bad-bundle': {
      const useBase: NextStep = {
        title: vscode.l10n.t('Use the Base Model'),
        command: 'manylens.useBaseModel',
      };
      return customModel ? [useBase, openLog] : [openLog];
    }
    case 'scoring-paused':
      return [{ title: vscode.l10n.t('Resume'), command: 'manylens.resume' }, copyReport, openLog];
    case 'trainer-gone':
      return [copyReport, openLog];
    default:
      return [openLog];
  }
}
