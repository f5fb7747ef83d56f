import * as vscode from 'vscode';
import type { Notifier } from './notifier.ts';

/** In the workspace's state: true where its user wants to hear no more of it. */
const stateKey = 'manylens.mergeOffer.never';

/** How git is told to merge a label file, and doing so. */
export interface GitMerge {
  advice(labels: string): Promise<{ attributes: string; line: string } | undefined>;
  take(advice: { attributes: string; line: string }): Promise<void>;
}

/**
 * When labels have been written where git would call two people's labels a conflict: offers, once a window, the line for
 * `.gitattributes` that lets it keep both. In Restricted Mode nothing is run or written for it.
 */
export class MergeOffer {
  readonly #git: GitMerge;
  readonly #state: vscode.Memento;
  readonly #notifier: Notifier;
  readonly #offered = new Set<string>();

  constructor(git: GitMerge, state: vscode.Memento, notifier: Notifier) {
    this.#git = git;
    this.#state = state;
    this.#notifier = notifier;
  }

  /** Does not wait for the user. */
  written(labels: vscode.Uri): void {
    this.#offer(labels.fsPath).catch(error => this.#notifier.error(error));
  }

  async #offer(labels: string): Promise<void> {
    if (!vscode.workspace.isTrusted || this.#state.get(stateKey, false) || this.#offered.has(labels)) return;
    this.#offered.add(labels);
    const advice = await this.#git.advice(labels);
    if (advice === undefined) return;
    const add = vscode.l10n.t('Add');
    const notNow = vscode.l10n.t('Not Now');
    const never = vscode.l10n.t("Don't Ask Again");
    const answer = await vscode.window.showInformationMessage(
      vscode.l10n.t(
        'Two people’s labels would be a merge conflict. Add "{0}" to .gitattributes, so that git keeps the labels of both?',
        advice.line,
      ),
      ...[add, notNow, never],
    );
    if (answer === never) await this.#state.update(stateKey, true);
    if (answer !== add) return;
    await this.#git.take(advice);
    this.#notifier.mention(vscode.l10n.t('git merges labels by itself from now on.'));
  }
}
