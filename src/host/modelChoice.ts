import * as vscode from 'vscode';
import { Emitter } from '../base/events.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import type { LoadRequest } from '../protocol/worker.ts';
import { bundleFile } from './modelDescription.ts';
import { setting } from './settings.ts';
import { ancestorsOf } from './versionList.ts';
import { exists } from './workspaceFolder.ts';

/** In the workspace's state. */
const stateKey = 'manylens.model';

/** What was chosen: a fine-tuned bundle's folder, or undefined for the shipped one; and what `model.path` said then. */
interface Choice {
  tuned?: string;
  /** The tuned ones before it, nearest first: a bundle that is gone cannot tell any more. */
  before?: string[];
  path: string;
}

/**
 * Which model scores: the fine-tuned one that the user accepted in this workspace, else the one of the setting
 * `manylens.model.path`, else the shipped one. In Restricted Mode the shipped one, whatever was chosen.
 *
 * The choice is workspace state rather than a setting: a yes to a model is one person's, on one machine, and
 * must not land in a settings.json that others share.
 */
export class ModelChoice implements Disposable {
  /** The folder of the model that ships. */
  readonly baseModel: string;
  readonly #state: vscode.Memento;
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new Emitter<void>());

  /** Fires when another model is to be used from now on. */
  readonly onDidChange = this.#changed.event;

  constructor(baseModel: vscode.Uri, state: vscode.Memento) {
    this.baseModel = baseModel.fsPath;
    this.#state = state;
    this.#owned.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#fire()));
    this.#owned.add(
      vscode.workspace.onDidChangeConfiguration(event => {
        if (event.affectsConfiguration('manylens.model.path')) void this.#pathChanged();
        else if (
          ['backend', 'precision', 'native'].some(key => event.affectsConfiguration(`manylens.${key}`))
        )
          this.#fire();
      }),
    );
    this.#setContext();
  }

  /** What to load now. */
  get current(): LoadRequest {
    const location = this.#choice?.tuned ?? this.foundation;
    return { location, backend: setting('backend'), precision: setting('precision') };
  }

  /** The folder of the fine-tuned model that is in use. */
  get tuned(): string | undefined {
    return this.#choice?.tuned;
  }

  /** What fine-tuning starts from: never a fine-tuned model, which has seen the labels that it would be measured on. */
  get foundation(): string {
    const choice = this.#choice;
    const wantsBase = choice !== undefined && choice.tuned === undefined;
    return wantsBase ? this.baseModel : (this.configured ?? this.baseModel);
  }

  /** The model of the setting `manylens.model.path`, where it names one that may be loaded. */
  get configured(): string | undefined {
    const path = setting('model.path').trim();
    if (path === '' || !vscode.workspace.isTrusted) return undefined;
    const folder = vscode.workspace.workspaceFolders?.[0];
    const absolute = /^([/\\]|[a-z]:[/\\])/i.test(path);
    return absolute || folder === undefined ? path : vscode.Uri.joinPath(folder.uri, path).fsPath;
  }

  get isBase(): boolean {
    return this.current.location === this.baseModel;
  }

  /** Uses a fine-tuned bundle from now on. */
  async accept(location: string): Promise<void> {
    const before = await ancestorsOf(location);
    await this.#choose({ tuned: location, before, path: setting('model.path') });
  }

  /** Uses a bundle from now on, whichever it is. */
  use(location: string): Promise<void> {
    if (location === this.baseModel) return this.useBase();
    return location === this.configured ? this.#choose(undefined) : this.accept(location);
  }

  /**
   * Gives the fine-tuned bundle at `location`, where it is in use, up for the one before it that is still there; at last
   * for the one of the setting, else the shipped one.
   */
  async stepBack(location: string): Promise<void> {
    const { tuned, before = [], path } = this.#choice ?? {};
    const there = await Promise.all(before.map(folder => exists(bundleFile(folder, 'manifest.json'))));
    if (path === undefined || tuned !== location || this.tuned !== location) return;
    const next = there.indexOf(true);
    const parent = { tuned: before[next], before: before.slice(next + 1), path };
    await this.#choose(next < 0 ? undefined : parent);
  }

  useBase(): Promise<void> {
    const path = setting('model.path');
    return this.#choose(path === '' ? undefined : { path });
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /**
   * The choice that holds. The latest word wins: one made over another `model.path` is void. In Restricted Mode none
   * holds, and none is void: there the workspace's `model.path` is hidden, and comes back with trust.
   */
  get #choice(): Choice | undefined {
    const choice = this.#state.get<Partial<Choice>>(stateKey);
    if (!vscode.workspace.isTrusted || choice?.path !== setting('model.path')) return undefined;
    return { tuned: choice.tuned, before: choice.before, path: choice.path };
  }

  async #pathChanged(): Promise<void> {
    if (vscode.workspace.isTrusted) await this.#choose(this.#choice);
    else this.#fire();
  }

  async #choose(choice: Choice | undefined): Promise<void> {
    await this.#state.update(stateKey, choice);
    this.#fire();
  }

  #fire(): void {
    this.#setContext();
    this.#changed.fire();
  }

  #setContext(): void {
    void vscode.commands.executeCommand('setContext', 'manylens.customModel', !this.isBase);
    void vscode.commands.executeCommand('setContext', 'manylens.tunedModel', this.tuned !== undefined);
  }
}
