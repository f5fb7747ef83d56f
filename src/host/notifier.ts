import * as vscode from 'vscode';
import { codeOf, messageOf } from '../base/errors.ts';
import { withoutLinks } from './format.ts';
import type { ModelChoice } from './modelChoice.ts';
import { refused } from './refusals.ts';

/** Tells the user, once and in words, that something asked for failed; the log has the details. */
export class Notifier {
  readonly #log: vscode.LogOutputChannel;
  readonly #models: ModelChoice;

  constructor(log: vscode.LogOutputChannel, models: ModelChoice) {
    this.#log = log;
    this.#models = models;
  }

  /** Does not wait for the user. A cancelled call is no failure. */
  error(error: unknown): void {
    const code = codeOf(error);
    if (code === 'cancelled') return;
    if (code === refused) {
      this.#log.info(messageOf(error));
      void vscode.window.showInformationMessage(withoutLinks(messageOf(error)));
      return;
    }
    this.#log.error(error instanceof Error ? error : String(error));
    const openLog = vscode.l10n.t('Open Log');
    const useBase = vscode.l10n.t('Use the Base Model');
    const offerBase = code === 'bad-bundle' && !this.#models.isBase;
    void vscode.window
      .showErrorMessage(withoutLinks(messageOf(error)), openLog, ...(offerBase ? [useBase] : []))
      .then(answer => {
        if (answer === openLog) this.#log.show();
        else if (answer === useBase) void vscode.commands.executeCommand('manylens.useBaseModel');
      });
  }

  /** Tells in passing, in the status bar. */
  mention(message: string): void {
    this.#log.info(message);
    vscode.window.setStatusBarMessage(`Manylens: ${message}`, 6000);
  }

  /** Registers a command whose failure reaches the user. */
  command(id: string, run: (argument: unknown) => unknown): vscode.Disposable {
    return vscode.commands.registerCommand(id, async (argument: unknown) => {
      try {
        return await run(argument);
      } catch (error) {
        this.error(error);
      }
    });
  }
}
