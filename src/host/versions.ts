import * as vscode from 'vscode';
import type { Disposable } from '../base/lifecycle.ts';
import type { TrainingService } from '../protocol/training.ts';
import type { Version } from '../protocol/versions.ts';
import type { ActiveDocument } from './activeDocument.ts';
import { changedAnswers } from './changedAnswers.ts';
import { comparisonDocument, type DocumentComparison } from './comparison.ts';
import { withoutLinks } from './format.ts';
import type { InProcess } from './labelImport.ts';
import type { ModelChoice } from './modelChoice.ts';
import type { ModelRow } from './modelRows.ts';
import type { Notifier } from './notifier.ts';
import { refusals } from './refusals.ts';
import type { ScoringClient } from './scoringClient.ts';
import { listVersions, readBases, readVersion } from './versionList.ts';
import { versionInWords } from './versionRows.ts';
import { keepOutOfGit, labelFolder, modelsPath } from './workspaceFolder.ts';

interface Choice extends vscode.QuickPickItem {
  version: Version;
}

/** The commands about the model's versions; each takes a row of the model view, or asks which version is meant. */
export class Versions implements Disposable {
  readonly #models: ModelChoice;
  readonly #active: ActiveDocument;
  readonly #work: InProcess;
  readonly #another: () => ScoringClient;
  readonly #notifier: Notifier;
  readonly #disposed = new AbortController();

  /** @param another a client with a worker of its own: what is compared leaves the model in use where it is */
  constructor(
    models: ModelChoice,
    active: ActiveDocument,
    work: InProcess,
    another: () => ScoringClient,
    notifier: Notifier,
  ) {
    this.#models = models;
    this.#active = active;
    this.#work = work;
    this.#another = another;
    this.#notifier = notifier;
  }

  /** By their names, without `manylens.`. */
  readonly commands: Record<string, (argument: unknown) => Promise<void>> = {
    useModel: row => this.#switch(row),
    switchModel: row => this.#switch(row),
    rollBackModel: () => this.#rollBack(),
    compareWithCurrent: row => this.#compareWithCurrent(row),
    compareModels: () => this.#compareTwo(),
    exportModel: row => this.#export(row),
    importModel: file => this.#import(file),
    deleteModel: row => this.#delete(row),
  };

  dispose(): void {
    this.#disposed.abort();
  }

  async #switch(row: unknown): Promise<void> {
    const version = await this.#chosen(row, vscode.l10n.t('Model to Use'), true);
    if (version !== undefined) await this.#use(version);
  }

  async #use({ location, name }: Version): Promise<void> {
    await this.#models.use(location);
    this.#notifier.mention(vscode.l10n.t('using {0}.', name));
  }

  async #rollBack(): Promise<void> {
    refuseRestricted();
    const { tuned } = this.#models;
    if (tuned === undefined) throw refusals.noVersionBefore();
    await this.#models.stepBack(tuned);
    const { name } = await readVersion(this.#models.current.location);
    this.#notifier.mention(vscode.l10n.t('using {0}.', name));
  }

  async #compareWithCurrent(row: unknown): Promise<void> {
    const after = await this.#chosen(row, vscode.l10n.t('Model to Compare'), true);
    if (after !== undefined) await this.#compare(await readVersion(this.#models.current.location), after);
  }

  async #compareTwo(): Promise<void> {
    refuseRestricted();
    const before = await this.#pick(vscode.l10n.t('Model to Compare'), true);
    if (before === undefined) return;
    const after = await this.#pick(vscode.l10n.t('Compare {0} with', before.name), true, before.location);
    if (after !== undefined) await this.#compare(before, after);
  }

  async #compare(before: Version, after: Version): Promise<void> {
    const content = comparisonDocument(before, after, await this.#inDocument(before, after));
    await vscode.window.showTextDocument(
      await vscode.workspace.openTextDocument({ language: 'markdown', content }),
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
    );
  }

  /** Scores the active document with both. Undefined where there is none. */
  async #inDocument(before: Version, after: Version): Promise<DocumentComparison | undefined> {
    const document = this.#active.current;
    const text = document?.getText() ?? '';
    if (document === undefined || text.includes('\0')) return undefined;
    const name = vscode.workspace.asRelativePath(document.uri);
    const title = vscode.l10n.t('Manylens: comparing on {0}', withoutLinks(name));
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    return vscode.window.withProgress(options, async (_, token) => {
      const client = this.#another();
      const signal = this.#until(token);
      const score = async ({ location }: Version) => {
        const request = { text, languageId: document.languageId };
        const model = { location, backend: 'auto' } as const;
        const { model: read, segments } = await client.score(model, request, signal, () => undefined);
        return { tasks: read.tasks, segments };
      };
      try {
        const [first, second] = [await score(before), await score(after)];
        const changed = changedAnswers(first, second).map(change => ({
          ...change,
          line: document.positionAt(change.segment.start).line + 1,
        }));
        return { name, segments: first.segments.length, changed };
      } finally {
        client.dispose();
      }
    });
  }

  async #export(row: unknown): Promise<void> {
    const version = await this.#chosen(row, vscode.l10n.t('Model to Export'), false);
    if (version === undefined) return;
    const folder = vscode.workspace.workspaceFolders?.[0].uri;
    const target = await vscode.window.showSaveDialog({
      title: vscode.l10n.t('Export Model'),
      defaultUri: folder && vscode.Uri.joinPath(folder, `${nameOf(version.location)}.zip`),
      filters: { Zip: ['zip'] },
    });
    if (target === undefined) return;
    const { location } = version;
    await this.#shown(vscode.l10n.t('Manylens: exporting {0}', withoutLinks(version.name)), service =>
      service.exportModel(location, target.fsPath),
    );
    this.#notifier.mention(vscode.l10n.t('wrote {0}.', vscode.workspace.asRelativePath(target)));
  }

  async #import(argument: unknown): Promise<void> {
    refuseRestricted();
    const folder = await labelFolder(this.#active.current);
    if (folder === undefined) return;
    const title = vscode.l10n.t('Import Model');
    const asked = { title, defaultUri: folder.uri, filters: { Zip: ['zip'] } };
    const [file] =
      argument instanceof vscode.Uri ? [argument] : ((await vscode.window.showOpenDialog(asked)) ?? []);
    if (file === undefined) return;
    const models = vscode.Uri.joinPath(folder.uri, ...modelsPath);
    const shown = vscode.l10n.t('Manylens: importing {0}', withoutLinks(nameOf(file.path)));
    const location = await this.#shown(shown, service => service.importModel(file.fsPath, models.fsPath));
    await keepOutOfGit(models);
    this.#offer(await readVersion(location)).catch(error => this.#notifier.error(error));
  }

  async #offer(version: Version): Promise<void> {
    const use = vscode.l10n.t('Use It');
    const message = vscode.l10n.t('Imported the model {0}.', withoutLinks(version.name));
    if ((await vscode.window.showInformationMessage(message, use)) === use) await this.#use(version);
  }

  #shown<T>(title: string, work: (service: TrainingService) => Promise<T>): Thenable<T> {
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    return vscode.window.withProgress(options, (_, token) =>
      this.#work(work, this.#until(token), () => undefined),
    );
  }

  #until(token: vscode.CancellationToken): AbortSignal {
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    return AbortSignal.any([abort.signal, this.#disposed.signal]);
  }

  async #delete(row: unknown): Promise<void> {
    refuseRestricted();
    const given = locationOf(row);
    const location = given ?? (await this.#pick(vscode.l10n.t('Model to Delete'), false))?.location;
    if (location === undefined) return;
    const { versions, broken } = await listVersions();
    if (![...versions.map(version => version.location), ...broken].includes(location))
      throw refusals.noVersion(nameOf(location));
    const remove = vscode.l10n.t('Delete');
    const message = vscode.l10n.t('Delete the model version {0}?', nameOf(location));
    const detail = vscode.l10n.t(
      'It goes to the trash where this machine has one. Your labels stay: what was learnt from them can be learnt again.',
    );
    if ((await vscode.window.showWarningMessage(message, { modal: true, detail }, remove)) !== remove) return;
    await this.#models.stepBack(location);
    await toTrash(vscode.Uri.file(location));
    this.#notifier.mention(vscode.l10n.t('deleted {0}.', nameOf(location)));
  }

  /** The version of a row, else the one that is picked. Undefined: none. */
  async #chosen(row: unknown, title: string, bases: boolean): Promise<Version | undefined> {
    refuseRestricted();
    const location = locationOf(row);
    if (location === undefined) return this.#pick(title, bases);
    const found = (await this.#all(bases)).find(version => version.location === location);
    if (found === undefined) throw refusals.noVersion(nameOf(location));
    return found;
  }

  async #pick(title: string, bases: boolean, except?: string): Promise<Version | undefined> {
    const all = await this.#all(bases);
    const current = this.#models.current.location;
    const items = all.flatMap((version): Choice[] => {
      const { name, location } = version;
      if (location === except) return [];
      const detail = location === current ? vscode.l10n.t('in use') : undefined;
      return [{ label: name, description: versionInWords(version), detail, version }];
    });
    return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true }))?.version;
  }

  async #all(bases: boolean): Promise<Version[]> {
    const { versions } = await listVersions();
    if (versions.length === 0) throw refusals.noVersions();
    return bases ? [...versions, ...(await readBases(this.#models))] : versions;
  }
}

/** The version that a row is about; a command may be called with anything. */
function locationOf(row: unknown): string | undefined {
  const { location } = (row ?? {}) as Partial<ModelRow>;
  return typeof location === 'string' ? location : undefined;
}

function refuseRestricted(): void {
  if (!vscode.workspace.isTrusted) throw refusals.restrictedModels();
}

/** Not every file system has a trash. */
async function toTrash(folder: vscode.Uri): Promise<void> {
  const remove = (useTrash: boolean) => vscode.workspace.fs.delete(folder, { recursive: true, useTrash });
  await remove(true).then(undefined, () => remove(false));
}

function nameOf(location: string): string {
  return location.split(/[/\\]/).at(-1) ?? location;
}
