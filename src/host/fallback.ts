import * as vscode from 'vscode';
import { codeOf } from '../base/errors.ts';
import type { ModelInfo } from '../protocol/scores.ts';
import { withoutLinks } from './format.ts';
import type { Journal } from './journal.ts';
import type { ModelChoice } from './modelChoice.ts';
import type { Loading } from './scoringClient.ts';

/**
 * Where a fine-tuned bundle has vanished or is damaged, the one before it takes its place, and so on, at last the model
 * that tuning starts from. Scoring goes on; one message tells, and the log has the details.
 */
export class Fallback {
  readonly #models: ModelChoice;
  readonly #journal: Journal;
  /** Folders that were given up and that nobody has heard of yet: several documents may load a model at once. */
  #lost: string[] = [];

  constructor(models: ModelChoice, journal: Journal) {
    this.#models = models;
    this.#journal = journal;
  }

  /** Loads a model, or what takes its place. */
  readonly load: Loading = async (service, wanted) => {
    for (let model = wanted; ; model = this.#models.current) {
      try {
        const info = await service.load(model);
        this.#tell(info);
        return info;
      } catch (error) {
        const { tuned, current } = this.#models;
        const chosen = model.location === current.location;
        if (codeOf(error) !== 'bad-bundle' || (chosen && tuned === undefined)) throw error;
        if (!chosen) continue;
        this.#lost.push(model.location);
        this.#journal.failed(error);
        await this.#models.stepBack(model.location);
      }
    }
  };

  #tell({ name, version }: ModelInfo): void {
    const lost = [...new Set(this.#lost)].map(location => location.split(/[/\\]/).at(-1));
    this.#lost = [];
    if (lost.length === 0) return;
    const message = vscode.l10n.t(
      'Missing or damaged: {0}. Manylens goes on with {1}. Fine-tune again, or choose another version.',
      lost.join(', '),
      `${name} ${version}`,
    );
    const choose = vscode.l10n.t('Choose a Version');
    const log = vscode.l10n.t('Open Log');
    void vscode.window.showWarningMessage(withoutLinks(message), choose, log).then(answer => {
      if (answer !== undefined)
        void vscode.commands.executeCommand(answer === choose ? 'manylens.switchModel' : 'manylens.openLog');
    });
  }
}
