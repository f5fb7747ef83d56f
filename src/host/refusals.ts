import * as vscode from 'vscode';
import { ManylensError } from '../base/errors.ts';

/** The code of an error that tells the user why a command does nothing here: shown, but no failure. */
export const refused = 'refused';

/** Why a command does nothing, in whole sentences that say what to do. */
export const refusals = {
  noDocument: () => refusal(vscode.l10n.t('Open a text in the editor first: there is none to work on.')),
  binary: (name: string) =>
    refusal(vscode.l10n.t('{0} is a binary file, not a text: nothing was analyzed.', name)),
  noText: (name: string) => refusal(vscode.l10n.t('There is no text to analyze in {0}.', name)),
  noResults: () =>
    refusal(vscode.l10n.t('There are no scores to export. Run "Manylens: Analyze Document" first.')),
  noCommitMessage: () =>
    refusal(vscode.l10n.t('Write a commit message first: there is none in the Source Control view.')),
  noModelCard: () => refusal(vscode.l10n.t('The model in use comes without a model card.')),
  noSegment: () => refusal(vscode.l10n.t('There is no sentence under the cursor to label.')),
  noFolder: () =>
    refusal(vscode.l10n.t('Open a folder first: labels are kept in its .manylens/labels.jsonl.')),
  notOnDisk: (name: string) =>
    refusal(vscode.l10n.t('Labels can be kept only in a folder on disk, and {0} is a virtual one.', name)),
  link: (name: string) =>
    refusal(
      vscode.l10n.t(
        'Restricted Mode: {0} is a link to another place, and labels are kept only in the folder itself.',
        name,
      ),
    ),
  noLabels: () =>
    refusal(
      vscode.l10n.t(
        'There are no labels yet. Run "Manylens: Label Selection As..." on a few sentences first.',
      ),
    ),
  noLabelsIn: (name: string) => refusal(vscode.l10n.t('There are no labels in {0}.', name)),
  restricted: () =>
    refusal(vscode.l10n.t('Restricted Mode: Manylens fine-tunes only in a workspace that you trust.')),
  noFinetuning: () =>
    refusal(
      vscode.l10n.t(
        'Nothing was fine-tuned in this window. Run "Manylens: Fine-Tune on Workspace Labels" first.',
      ),
    ),
  restrictedModels: () =>
    refusal(vscode.l10n.t('Restricted Mode: Manylens loads models of a workspace only when you trust it.')),
  noVersions: () =>
    refusal(
      vscode.l10n.t('There are no model versions yet. Run "Manylens: Fine-Tune on Workspace Labels" first.'),
    ),
  noVersion: (name: string) => refusal(vscode.l10n.t('There is no model version {0} any more.', name)),
  noVersionBefore: () =>
    refusal(vscode.l10n.t('No fine-tuned model is in use: there is no version before it.')),
  training: () => refusal(vscode.l10n.t('Manylens is fine-tuning already.')),
} as const;

function refusal(message: string): ManylensError {
  return new ManylensError(refused, message);
}
