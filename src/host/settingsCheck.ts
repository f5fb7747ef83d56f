import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import type { TaskInfo } from '../protocol/scores.ts';
import type { ActiveDocument } from './activeDocument.ts';
import { withoutLinks } from './format.ts';
import type { ModelChoice } from './modelChoice.ts';
import type { ScoreStore } from './scoreStore.ts';
import type { ScoringClient } from './scoringClient.ts';
import { isSet, type Misfit, misfits, setting } from './settings.ts';

/**
 * Tells, each thing once, which settings cannot be used or name what the model does not have. Nothing depends on it:
 * a setting that cannot be used has its default, and a name that nobody has is passed over.
 */
export class SettingsCheck implements Disposable {
  readonly #active: ActiveDocument;
  readonly #client: ScoringClient;
  readonly #models: ModelChoice;
  readonly #log: vscode.LogOutputChannel;
  readonly #owned = new DisposableStore();
  readonly #told = new Set<string>();
  /** The model and the language that the names were compared with. */
  #compared: string | undefined;

  constructor(
    active: ActiveDocument,
    store: ScoreStore,
    client: ScoringClient,
    models: ModelChoice,
    log: vscode.LogOutputChannel,
  ) {
    this.#active = active;
    this.#client = client;
    this.#models = models;
    this.#log = log;
    this.#owned.add(
      vscode.workspace.onDidChangeConfiguration(event => {
        if (!event.affectsConfiguration('manylens')) return;
        this.#compared = undefined;
        this.check();
      }),
    );
    this.#owned.add(
      store.onDidChange(() => {
        const document = active.current;
        const results = document && store.get(document.uri.toString())?.results;
        if (results === undefined) return;
        const compared = `${results.model.location}\n${document?.languageId}`;
        if (compared === this.#compared) return;
        this.#compared = compared;
        this.check();
      }),
    );
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** Looks at every setting, as it does by itself when one changes, and when another model is there. */
  check(): void {
    this.#tellNews().catch(error => this.#log.debug(String(error)));
  }

  async #tellNews(): Promise<void> {
    const document = this.#active.current;
    const said = misfits(document).map(describe);
    if (this.#client.running) {
      const { tasks } = await this.#client.load(this.#models.current);
      said.push(...unknownNames(tasks, document));
    }
    const news = said.filter(line => !this.#told.has(line));
    for (const line of news) {
      this.#told.add(line);
      this.#log.warn(line);
    }
    if (news.length > 0) this.#tell(news);
  }

  #tell(lines: readonly string[]): void {
    const open = vscode.l10n.t('Open Settings');
    const message = `Manylens: ${lines.join(' ')}`;
    void vscode.window.showWarningMessage(withoutLinks(message), open).then(answer => {
      if (answer === open)
        void vscode.commands.executeCommand('workbench.action.openSettings', '@ext:manylens.manylens');
    });
  }
}

function describe({ key, path }: Misfit): string {
  return path.length === 0
    ? vscode.l10n.t('The setting {0} has a value that cannot be used: its default stands in.', key)
    : vscode.l10n.t(
        'The setting {0} has a value that cannot be used, at {1}: its default stands in.',
        key,
        path.join(', '),
      );
}

/** What settings name and the model does not have: tasks, and labels of its tasks. */
function unknownNames(tasks: readonly TaskInfo[], document: vscode.TextDocument | undefined): string[] {
  const byTask = ['colors', 'problems.labels'] as const;
  const taskNames = {
    tasks: setting('tasks', document),
    thresholds: Object.keys(setting('thresholds', document)),
    // Its default is the base model's: another model need not have that task.
    'decorations.task': isSet('decorations.task', document) ? [setting('decorations.task', document)] : [],
    ...Object.fromEntries(byTask.map(key => [key, Object.keys(setting(key, document))])),
  };
  const labelNames: [key: string, of: readonly TaskInfo[], names: readonly string[]][] = [
    ['decorations.labels', tasks, setting('decorations.labels', document)],
  ];
  for (const key of byTask)
    for (const [id, labels] of Object.entries<readonly string[] | object>(setting(key, document)))
      labelNames.push([
        key,
        tasks.filter(task => task.id === id),
        Array.isArray(labels) ? labels : Object.keys(labels),
      ]);
  const ids = tasks.map(({ id }) => id);
  return [
    ...Object.entries(taskNames).flatMap(([key, names]) => lacking(key, names, ids)),
    ...labelNames.flatMap(([key, of, names]) =>
      of.length === 0
        ? []
        : lacking(
            key,
            names,
            of.flatMap(({ labels }) => labels),
          ),
    ),
  ];
}

function lacking(key: string, names: readonly string[], known: readonly string[]): string[] {
  return names
    .filter(name => !known.includes(name))
    .map(name =>
      vscode.l10n.t(
        'The setting {0} names “{1}”, which the model does not have: it has {2}.',
        `manylens.${key}`,
        name,
        known.join(', '),
      ),
    );
}
