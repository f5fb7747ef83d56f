import type * as vscode from 'vscode';
import { messageOf } from '../base/errors.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import type { ModelChoice } from './modelChoice.ts';
import { readManifest } from './modelDescription.ts';
import { olderBase, originSchema } from './olderBase.ts';
import type { ScoringClient } from './scoringClient.ts';

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

/** Says in the log, once a model, that it was tuned on an older base: it works, and nobody is to be interrupted. */
export class BaseCheck implements Disposable {
  readonly #owned = new DisposableStore();
  readonly #told = new Set<string>();

  constructor(client: ScoringClient, models: ModelChoice, log: vscode.LogOutputChannel) {
    this.#owned.add(
      client.onDidLoad(async ({ location }) => {
        if (this.#told.has(location)) return;
        this.#told.add(location);
        try {
          const base = await olderBaseOf(models);
          if (base === undefined || models.current.location !== location) return;
          log.info(`Tuned on an older base (${base}): tune again to learn from the new one.`);
        } catch (error) {
          log.warn(messageOf(error));
        }
      }),
    );
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
