import * as vscode from 'vscode';
import { Emitter } from '../base/events.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import type { LoadRequest } from '../protocol/worker.ts';
import { setting } from './settings.ts';

/** In the workspace's state: the folder of the fine-tuned bundle that was accepted, or `base`. */
const stateKey = 'manylens.model';
const base = 'base';

/**
 * Which model scores: the fine-tuned one that the user accepted in this workspace, else the one of the setting
 * `manylens.model.path`, else the shipped one. In Restricted Mode the shipped one, whatever was chosen.
 *
 * The choice is workspace state rather than a setting: a yes to a model is one person's, on one machine, and
 * must not land in a settings.json that others share.
 */
export class ModelChoice implements Disposable {
  readonly #baseModel: string;
  readonly #state: vscode.Memento;
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new Emitter<void>());

  /** Fires when another model is to be used from now on. */
  readonly onDidChange = this.#changed.event;

  constructor(baseModel: vscode.Uri, state: vscode.Memento) {
    this.#baseModel = baseModel.fsPath;
    this.#state = state;
    this.#owned.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#fire()));
    this.#owned.add(
      vscode.workspace.onDidChangeConfiguration(event => {
        // The latest word wins: a setting that is changed takes back what was chosen before.
        if (event.affectsConfiguration('manylens.model.path')) void this.#choose(undefined);
        else if (event.affectsConfiguration('manylens.backend')) this.#fire();
      }),
    );
    this.#setContext();
  }

  /** What to load now. */
  get current(): LoadRequest {
    const chosen = this.#state.get<string>(stateKey);
    const tuned = vscode.workspace.isTrusted && chosen !== base ? chosen : undefined;
    return { location: tuned ?? this.foundation, backend: setting('backend') };
  }

  /** What fine-tuning starts from: never a fine-tuned model, which has seen the labels that it would be measured on. */
  get foundation(): string {
    const path = setting('model.path').trim();
    if (path === '' || !vscode.workspace.isTrusted || this.#state.get(stateKey) === base)
      return this.#baseModel;
    const folder = vscode.workspace.workspaceFolders?.[0];
    const absolute = /^([/\\]|[a-z]:[/\\])/i.test(path);
    return absolute || folder === undefined ? path : vscode.Uri.joinPath(folder.uri, path).fsPath;
  }

  get isBase(): boolean {
    return this.current.location === this.#baseModel;
  }

  /** Uses a fine-tuned bundle from now on. */
  accept(location: string): Promise<void> {
    return this.#choose(location);
  }

  useBase(): Promise<void> {
    return this.#choose(setting('model.path') === '' ? undefined : base);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async #choose(choice: string | undefined): Promise<void> {
    await this.#state.update(stateKey, choice);
    this.#fire();
  }

  #fire(): void {
    this.#setContext();
    this.#changed.fire();
  }

  #setContext(): void {
    void vscode.commands.executeCommand('setContext', 'manylens.customModel', !this.isBase);
  }
}
