import * as vscode from 'vscode';
import type { Disposable } from '../base/lifecycle.ts';
import { inEnglish } from '../base/words.ts';
import type { LabelAsk, LabelReading, LabelRecord } from '../protocol/labels.ts';
import type { LabelImportReport, LabelPreview, TrainingService } from '../protocol/training.ts';
import { withoutLinks } from './format.ts';
import { labelTasks } from './labels.ts';
import type { MergeOffer } from './mergeOffer.ts';
import type { ModelChoice } from './modelChoice.ts';
import type { Notifier } from './notifier.ts';
import { pickOrName } from './pickOrName.ts';
import { refusals } from './refusals.ts';
import type { ScoringClient } from './scoringClient.ts';
import type { UserLabels } from './userLabels.ts';
import { labelFolder, labelsPath } from './workspaceFolder.ts';

/** Runs a piece of work in the training process, which ends with it. Aborting ends it at once. */
export type InProcess = <T>(
  work: (service: TrainingService) => Promise<T>,
  signal: AbortSignal,
  progress: (stage: string, done: number, total: number) => void,
) => Promise<T>;

type Answered<T> = Exclude<T, { ask: LabelAsk }>;

/** "Import Labels...": a file, what only its user can say of it, its first rows, and its labels beside the workspace's own. */
export class LabelImporter implements Disposable {
  readonly #work: InProcess;
  readonly #client: ScoringClient;
  readonly #models: ModelChoice;
  readonly #notifier: Notifier;
  readonly #labels: UserLabels;
  readonly #log: vscode.LogOutputChannel;
  readonly #merging: MergeOffer;
  readonly #disposed = new AbortController();

  constructor(
    work: InProcess,
    client: ScoringClient,
    models: ModelChoice,
    notifier: Notifier,
    labels: UserLabels,
    log: vscode.LogOutputChannel,
    merging: MergeOffer,
  ) {
    this.#work = work;
    this.#client = client;
    this.#models = models;
    this.#notifier = notifier;
    this.#labels = labels;
    this.#log = log;
    this.#merging = merging;
  }

  /** @param argument the file, where whoever calls names one */
  async run(argument: unknown, document: vscode.TextDocument | undefined): Promise<void> {
    const folder = await labelFolder(document);
    if (folder === undefined) return;
    const file = argument instanceof vscode.Uri ? argument : await chosenFile(folder);
    if (file === undefined) return;
    const to = vscode.Uri.joinPath(folder.uri, ...labelsPath);
    const reading: LabelReading = {};
    const preview = await this.#asking<LabelPreview>(folder, file, reading, () =>
      this.#with(service => service.previewLabels(file.fsPath, reading)),
    );
    if (preview === undefined) return;
    if (preview.records.length === 0) throw refusals.noLabelsIn(nameOf(file));
    if (!(await confirmed(file, preview.records))) return;
    const request = { file: file.fsPath, to: to.fsPath, reading, now: new Date().toISOString() };
    const report = await this.#asking<LabelImportReport>(folder, file, reading, () =>
      this.#withProgress(file, (signal, progress) =>
        this.#work(service => service.importLabels(request), signal, progress),
      ),
    );
    if (report === undefined) return;
    for (const line of report.told) this.#log.info(inEnglish(line));
    await this.#labels.read(folder);
    if (report.added > 0) this.#merging.written(to);
    this.#offer(folder, to, report).catch(error => this.#notifier.error(error));
  }

  /** Ends what is under way: nothing is imported then. */
  dispose(): void {
    this.#disposed.abort();
  }

  #with<T>(work: (service: TrainingService) => Promise<T>): Promise<T> {
    return this.#work(work, this.#disposed.signal, () => undefined);
  }

  /** Does something with a file until it needs no more answers. Undefined: the user gave none. */
  async #asking<T extends object>(
    folder: vscode.WorkspaceFolder,
    file: vscode.Uri,
    reading: LabelReading,
    work: () => Thenable<T>,
  ): Promise<Answered<T> | undefined> {
    for (;;) {
      const result = await work();
      if (!('ask' in result)) return result as Answered<T>;
      const answer = await this.#answer(folder, nameOf(file), result.ask as LabelAsk);
      if (answer === undefined) return undefined;
      Object.assign(reading, answer);
    }
  }

  async #answer(
    folder: vscode.WorkspaceFolder,
    name: string,
    { about, names }: LabelAsk,
  ): Promise<LabelReading | undefined> {
    const title = vscode.l10n.t('Import Labels from {0}', name);
    const pick = (placeHolder: string) => vscode.window.showQuickPick(names, { title, placeHolder });
    switch (about) {
      case 'task': {
        const { tasks } = await this.#client.load(this.#models.current);
        const known = labelTasks(tasks, await this.#labels.read(folder));
        const task = await pickOrName(
          title,
          vscode.l10n.t('Which task are the labels of? Choose one, or type the name of a new one'),
          known.map(({ id, title: shown, labels }) => ({
            ...{ name: id, title: shown, description: labels.join(', ') },
          })),
          typed => vscode.l10n.t('New task: {0}', typed),
        );
        return typeof task === 'string' ? { task } : undefined;
      }
      case 'text': {
        const textColumn = await pick(vscode.l10n.t('Where are the texts?'));
        return textColumn === undefined ? undefined : { textColumn };
      }
      case 'label': {
        const labelColumn = await pick(vscode.l10n.t('Where are the labels?'));
        return labelColumn === undefined ? undefined : { labelColumn };
      }
      case 'several': {
        const choices = [
          { label: vscode.l10n.t('Take the first label'), several: 'first' as const },
          { label: vscode.l10n.t('Leave such texts out'), several: 'skip' as const },
        ];
        const placeHolder = vscode.l10n.t('A text has several labels: {0}', names.join(', '));
        const chosen = await vscode.window.showQuickPick(choices, { title, placeHolder });
        return chosen && { several: chosen.several };
      }
    }
  }

  #withProgress<T>(
    file: vscode.Uri,
    work: (signal: AbortSignal, progress: (stage: string, done: number) => void) => Promise<T>,
  ): Thenable<T> {
    const title = vscode.l10n.t('Manylens: importing labels from {0}', withoutLinks(nameOf(file)));
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    return vscode.window.withProgress(options, (progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      return work(AbortSignal.any([abort.signal, this.#disposed.signal]), (_, done) =>
        progress.report({ message: String(done) }),
      );
    });
  }

  /** Says what was done, and takes it back where the user wants that. */
  async #offer(
    folder: vscode.WorkspaceFolder,
    to: vscode.Uri,
    { added, known, skipped }: Answered<LabelImportReport>,
  ): Promise<void> {
    const undo = vscode.l10n.t('Undo');
    const log = vscode.l10n.t('Open Log');
    const counts = [added, known, skipped].map(String);
    const answer = await vscode.window.showInformationMessage(
      vscode.l10n.t(
        'Labels imported: {0}. Known already: {1}. Lines that could not be used: {2}.',
        ...counts,
      ),
      ...(added > 0 ? [undo] : []),
      ...(skipped > 0 ? [log] : []),
    );
    if (answer === log) this.#log.show();
    if (answer !== undo) return;
    const removed = await this.#with(service => service.undoImport(to.fsPath));
    await this.#labels.read(folder);
    this.#notifier.mention(vscode.l10n.t('took {0} imported labels back.', String(removed)));
  }
}

async function chosenFile(folder: vscode.WorkspaceFolder): Promise<vscode.Uri | undefined> {
  const title = vscode.l10n.t('Import Labels');
  const [file] = (await vscode.window.showOpenDialog({ title, defaultUri: folder.uri })) ?? [];
  return file;
}

/** Shows the first records, and asks for a yes. */
async function confirmed(
  file: vscode.Uri,
  records: readonly Pick<LabelRecord, 'text' | 'task' | 'label'>[],
): Promise<boolean> {
  const rows = records.map(({ text, task, label }) => ({
    label: `${task}: ${label}`,
    description: text.replace(/\s+/g, ' ').slice(0, 120),
  }));
  const items: vscode.QuickPickItem[] = [
    { label: `$(check) ${vscode.l10n.t('Import')}` },
    { label: vscode.l10n.t('First labels'), kind: vscode.QuickPickItemKind.Separator },
    ...rows,
  ];
  const title = vscode.l10n.t('Import Labels from {0}', nameOf(file));
  return (await vscode.window.showQuickPick(items, { title })) !== undefined;
}

function nameOf(file: vscode.Uri): string {
  return file.path.split('/').at(-1) ?? '';
}
