import * as vscode from 'vscode';
import { Emitter } from '../base/events.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import { olderBaseOf } from './baseCheck.ts';
import { inWords } from './inWords.ts';
import type { ModelChoice } from './modelChoice.ts';
import { bundleFile, type ModelDescription, readDescription } from './modelDescription.ts';
import { type ModelRow, modelRows } from './modelRows.ts';
import { Redraw } from './redraw.ts';
import { refusals } from './refusals.ts';
import type { ScoringClient } from './scoringClient.ts';
import { changeSetting, setting } from './settings.ts';
import { listVersions, readBases } from './versionList.ts';
import { versionsRow } from './versionRows.ts';
import { exists, modelsPath } from './workspaceFolder.ts';

/**
 * The sidebar's tree about the model: what it is, where it is, and what it was trained for. A model that is loaded says
 * so itself; of another one the manifest is read, and nothing is loaded to be looked at.
 */
export class ModelView implements vscode.TreeDataProvider<ModelRow>, Disposable {
  readonly #client: ScoringClient;
  readonly #models: ModelChoice;
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new Emitter<undefined>());
  readonly #view: vscode.TreeView<ModelRow>;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(client: ScoringClient, models: ModelChoice) {
    this.#client = client;
    this.#models = models;
    this.#view = this.#owned.add(
      vscode.window.createTreeView('manylens.model', { treeDataProvider: this, showCollapseAll: true }),
    );
    const redraw = this.#owned.add(new Redraw(() => this.#changed.fire(undefined)));
    this.#owned.add(client.onDidLoad(redraw.request));
    this.#owned.add(models.onDidChange(redraw.request));
    const bundles = this.#owned.add(vscode.workspace.createFileSystemWatcher(`**/${modelsPath.join('/')}/*`));
    for (const event of [
      bundles.onDidCreate,
      bundles.onDidDelete,
      // What goes and comes back within a moment.
      bundles.onDidChange,
      vscode.workspace.onDidChangeWorkspaceFolders,
    ])
      this.#owned.add(event(redraw.request));
    this.#owned.add(
      vscode.workspace.onDidChangeConfiguration(event => {
        if (event.affectsConfiguration('manylens.decorations.task')) redraw.request();
      }),
    );
  }

  async getChildren(row?: ModelRow): Promise<ModelRow[]> {
    if (row !== undefined) return row.children ?? [];
    return [...(await this.#modelRows()), await this.#versionsRow()];
  }

  /** None where the model in use cannot be read: the message says so. */
  async #modelRows(): Promise<ModelRow[]> {
    const { location } = this.#models.current;
    const { loaded } = this.#client;
    const isLoaded = loaded?.location === location;
    try {
      const description: ModelDescription = isLoaded ? loaded : await readDescription(location);
      this.#view.message = undefined;
      const chosen = setting('decorations.task');
      const shown = description.tasks.find(({ id }) => id === chosen) ?? description.tasks.at(0);
      return modelRows({
        description,
        loaded: isLoaded ? loaded : undefined,
        isBase: this.#models.isBase,
        // The log says what is wrong with the base; the model at hand is another.
        olderBase: await olderBaseOf(this.#models).catch(() => undefined),
        canTune: this.#models.foundation !== location,
        shownTask: shown?.id ?? '',
      });
    } catch (error) {
      this.#view.message = inWords(error);
      return [];
    }
  }

  async #versionsRow(): Promise<ModelRow> {
    return versionsRow({
      ...(await listVersions()),
      bases: await readBases(this.#models),
      current: this.#models.current.location,
      restricted: !vscode.workspace.isTrusted,
    });
  }

  getTreeItem(row: ModelRow): vscode.TreeItem {
    const { id, kind, label, description, value, icon, command, children } = row;
    const { Expanded, Collapsed, None } = vscode.TreeItemCollapsibleState;
    const state = children === undefined ? None : kind === 'group' ? Expanded : Collapsed;
    const item = new vscode.TreeItem(label, state);
    item.id = id;
    item.description = description;
    item.tooltip = [label, description].filter(Boolean).join('\n');
    item.contextValue = value === undefined && kind === 'group' ? undefined : kind;
    item.iconPath = icon === undefined ? undefined : new vscode.ThemeIcon(icon);
    if (command !== undefined) item.command = { command: `manylens.${command}`, title: label };
    item.accessibilityInformation = { label: [label, description].filter(Boolean).join(': ') };
    return item;
  }

  /** What the view says above its rows. */
  get message(): string | undefined {
    return this.#view.message;
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** The commands on its rows, by their names. */
  readonly commands: Record<string, (row: unknown) => Promise<void>> = {
    copyModelValue: async row => {
      const { value, description = '' } = (row ?? {}) as Partial<ModelRow>;
      await vscode.env.clipboard.writeText(value ?? description);
    },
    showTask: async row => {
      const { task } = (row ?? {}) as Partial<ModelRow>;
      if (typeof task === 'string') await changeSetting('decorations.task', task);
    },
    openModelCard: async () => {
      const card = bundleFile(this.#models.current.location, 'MODEL_CARD.md');
      if (!(await exists(card))) throw refusals.noModelCard();
      await vscode.commands.executeCommand('markdown.showPreview', card);
    },
  };
}
