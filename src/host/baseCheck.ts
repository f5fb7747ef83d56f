import * as vscode from 'vscode';
import { messageOf } from '../base/errors.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import { withoutLinks } from './format.ts';
import type { ModelChoice } from './modelChoice.ts';
import { readManifest } from './modelDescription.ts';
import { olderBase, originSchema } from './olderBase.ts';
import type { ScoringClient } from './scoringClient.ts';
import { exists, labelsPath } from './workspaceFolder.ts';

/** In the workspace's state: SHA-256 of the last base that tuning again was offered for. */
const stateKey = 'manylens.offeredBase';

/** The base that the chosen model was tuned on, where there is a newer one; see olderBase. */
export async function olderBaseOf(models: ModelChoice): Promise<string | undefined> {
  const { location } = models.current;
  const newer = models.foundation === location ? models.baseModel : models.foundation;
  if (newer === location) return undefined;
  const [model, now] = await Promise.all([
    readManifest(location, originSchema),
    readManifest(newer, originSchema),
  ]);
  return olderBase(model, now);
}

/**
 * Says in the log, once a model, that it was tuned on an older base, and offers once a base to tune again where there are
 * labels: the model works, and nobody is to be nagged.
 */
export class BaseCheck implements Disposable {
  readonly #models: ModelChoice;
  readonly #state: vscode.Memento;
  readonly #owned = new DisposableStore();
  readonly #told = new Set<string>();

  constructor(
    client: ScoringClient,
    models: ModelChoice,
    state: vscode.Memento,
    log: vscode.LogOutputChannel,
  ) {
    this.#models = models;
    this.#state = state;
    this.#owned.add(
      client.onDidLoad(async ({ location, name }) => {
        if (this.#told.has(location)) return;
        this.#told.add(location);
        try {
          const base = await olderBaseOf(models);
          if (base === undefined || models.current.location !== location) return;
          log.info(`Tuned on an older base (${base}): tune again to learn from the new one.`);
          await this.#offer(name, base);
        } catch (error) {
          log.warn(messageOf(error));
        }
      }),
    );
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async #offer(name: string, base: string): Promise<void> {
    const { foundation, tuned } = this.#models;
    if (tuned === undefined || !(await hasLabels())) return;
    const weights = (await readManifest(foundation, originSchema)).files['weights.bin'];
    if (this.#state.get(stateKey) === weights) return;
    await this.#state.update(stateKey, weights);
    const tune = vscode.l10n.t('Fine-Tune');
    const message = vscode.l10n.t(
      'The model {0} was tuned on an older base ({1}). Fine-tune again, to learn from your labels on the new one? The model that you have stays among the versions.',
      ...[name, base].map(withoutLinks),
    );
    const answer = await vscode.window.showInformationMessage(message, tune, vscode.l10n.t('Not Now'));
    if (answer === tune) await vscode.commands.executeCommand('manylens.finetune');
  }
}

async function hasLabels(): Promise<boolean> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const found = await Promise.all(folders.map(({ uri }) => exists(vscode.Uri.joinPath(uri, ...labelsPath))));
  return found.includes(true);
}
