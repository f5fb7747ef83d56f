import * as vscode from 'vscode';
import { codeOf, messageOf } from '../base/errors.ts';
import { inEnglish, type Said } from '../base/words.ts';
import type { NextStep } from '../protocol/panel.ts';
import { withoutLinks } from './format.ts';
import { inWords } from './inWords.ts';
import type { Journal } from './journal.ts';
import type { ModelChoice } from './modelChoice.ts';
import { nextSteps } from './nextSteps.ts';
import { refused } from './refusals.ts';

/** Tells the user, once and in words, that something asked for failed; the log has the details. */
export class Notifier {
  readonly #log: vscode.LogOutputChannel;
  readonly #journal: Journal;
  readonly #models: ModelChoice;

  constructor(log: vscode.LogOutputChannel, journal: Journal, models: ModelChoice) {
    this.#log = log;
    this.#journal = journal;
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
    this.#journal.failed(error);
    const steps = this.steps(error);
    void vscode.window
      .showErrorMessage(withoutLinks(inWords(error)), ...steps.map(({ title }) => title))
      .then(answer => {
        const step = steps.find(({ title }) => title === answer);
        if (step !== undefined) void vscode.commands.executeCommand(step.command);
      });
  }

  /** What the user can do about an error. */
  steps(error: unknown): NextStep[] {
    return nextSteps(error, !this.#models.isBase);
  }

  /** Tells in passing, in the status bar. */
  mention(message: string): void {
    this.#log.info(message);
    this.announce(message);
  }

  /** As `mention`, of what is said often and is no news for the log. */
  announce(message: string): void {
    vscode.window.setStatusBarMessage(`Manylens: ${message}`, 6000);
  }

  /** The scoring worker died. Where that pauses the analysis, the error of what was under way tells. */
  workerDied(reason: Said, paused: boolean): void {
    this.#log.warn(
      `The scoring worker stopped: ${inEnglish(reason)}. ${paused ? 'Paused.' : 'It is started again.'}`,
    );
    if (!paused) this.mention(vscode.l10n.t('the scoring worker stopped, and is started again.'));
  }

  /** The process of the native library died twice, and `auto` goes on without it. */
  nativeGivenUp(reason: Said): void {
    this.#log.warn(`The native library took its process down again: ${inEnglish(reason)}.`);
    this.mention(vscode.l10n.t('the native library failed twice; WebAssembly scores from here on.'));
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
