import * as vscode from 'vscode';
import { messageOf } from '../base/errors.ts';
import type { Disposable } from '../base/lifecycle.ts';
import { inEnglish } from '../base/words.ts';
import type { FinetuneReport, FinetuneRequest } from '../protocol/worker.ts';
import { reportDocument, summary } from './finetuneReport.ts';
import { withoutLinks } from './format.ts';
import type { ModelChoice } from './modelChoice.ts';
import type { Notifier } from './notifier.ts';
import { refusals } from './refusals.ts';
import { setting } from './settings.ts';
import { labelFolder, labelsPath } from './workspaceFolder.ts';

/** Runs the training process. Aborting ends it, and leaves everything as it was. */
export type Trainer = (
  request: FinetuneRequest,
  signal: AbortSignal,
  progress: (stage: string, done: number, total: number) => void,
) => Promise<FinetuneReport>;

/** The same labels make the same model. */
const seed = 1;

/** "Fine-Tune on Workspace Labels": trains beside the labels, reports, and uses the result after a yes. */
export class Finetuner implements Disposable {
  readonly #train: Trainer;
  readonly #models: ModelChoice;
  readonly #notifier: Notifier;
  readonly #log: vscode.LogOutputChannel;
  readonly #disposed = new AbortController();
  #running = false;

  constructor(train: Trainer, models: ModelChoice, notifier: Notifier, log: vscode.LogOutputChannel) {
    this.#train = train;
    this.#models = models;
    this.#notifier = notifier;
    this.#log = log;
  }

  async run(document: vscode.TextDocument | undefined): Promise<void> {
    if (!vscode.workspace.isTrusted) throw refusals.restricted();
    if (this.#running) throw refusals.training();
    this.#running = true;
    try {
      const folder = await labelFolder(document);
      if (folder !== undefined) await this.#finetune(folder);
    } finally {
      this.#running = false;
    }
  }

  /** Ends a training that is under way. */
  dispose(): void {
    this.#disposed.abort();
  }

  async #finetune(folder: vscode.WorkspaceFolder): Promise<void> {
    const labels = vscode.Uri.joinPath(folder.uri, ...labelsPath);
    if (!(await exists(labels))) throw refusals.noLabels();
    const stamp = new Date().toISOString().replace(/\W/g, '').slice(0, 15);
    const out = vscode.Uri.joinPath(folder.uri, '.manylens', 'models', `finetuned-${stamp}`);
    const request = {
      ...{ labels: [labels.fsPath], model: this.#models.foundation, out: out.fsPath, seed },
      ...{ mode: setting('finetune.mode'), guardTolerance: setting('finetune.guardTolerance') },
    };
    const report = await this.#trained(request, out);
    for (const line of report.skipped) this.#log.warn(inEnglish(line));
    this.#log.info(reportDocument(report));
    // The model is there: that git would see it too is no reason to keep it from its user.
    if (report.accepted)
      await keepOutOfGit(vscode.Uri.joinPath(out, '..')).catch(error => this.#log.warn(messageOf(error)));
    this.#offer(report, out).catch(error => this.#notifier.error(error));
  }

  /** Whatever ends the training before its report, nothing of its result stays. */
  async #trained(request: FinetuneRequest, out: vscode.Uri): Promise<FinetuneReport> {
    try {
      return await this.#withProgress(request);
    } catch (error) {
      await removeRemains(out);
      throw error;
    }
  }

  #withProgress(request: FinetuneRequest): Thenable<FinetuneReport> {
    const title = vscode.l10n.t('Manylens: fine-tuning');
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    return vscode.window.withProgress(options, async (progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      let shown = 0;
      const signal = AbortSignal.any([abort.signal, this.#disposed.signal]);
      return await this.#train(request, signal, (stage, done, total) => {
        const now = total === 0 ? 0 : (100 * done) / total;
        progress.report({ message: withoutLinks(stage), increment: Math.max(0, now - shown) });
        shown = now;
      });
    });
  }

  /** Asks what to do with the result. It is used after a yes alone, and stays on disk unless it is discarded. */
  async #offer(report: FinetuneReport, bundle: vscode.Uri): Promise<void> {
    const use = vscode.l10n.t('Use It');
    const show = vscode.l10n.t('Show Report');
    const discard = vscode.l10n.t('Discard');
    const buttons = report.accepted ? [use, show, discard] : [show];
    const answer = await vscode.window.showInformationMessage(withoutLinks(summary(report)), ...buttons);
    if (answer === show) {
      const content = reportDocument(report);
      await vscode.window.showTextDocument(
        await vscode.workspace.openTextDocument({ language: 'markdown', content }),
        { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      );
      if (report.accepted) await this.#offer(report, bundle);
    } else if (answer === use) {
      await this.#models.accept(bundle.fsPath);
      this.#notifier.mention(vscode.l10n.t('using the fine-tuned model.'));
    } else if (answer === discard) {
      await vscode.workspace.fs.delete(bundle, { recursive: true });
    }
  }
}

/** Labels belong into git; what is learnt from them is large, and is learnt again in seconds. */
async function keepOutOfGit(models: vscode.Uri): Promise<void> {
  const file = vscode.Uri.joinPath(models, '.gitignore');
  if (!(await exists(file))) await vscode.workspace.fs.writeFile(file, new TextEncoder().encode('*\n'));
}

/** A bundle is written into a folder beside it, `NAME.partial-...`, and then renamed. */
async function removeRemains(bundle: vscode.Uri): Promise<void> {
  const folder = vscode.Uri.joinPath(bundle, '..');
  const name = bundle.path.split('/').at(-1);
  if (!(await exists(folder))) return;
  for (const [entry] of await vscode.workspace.fs.readDirectory(folder))
    if (entry === name || entry.startsWith(`${name}.`))
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder, entry), { recursive: true });
}

async function exists(file: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(file).then(
    () => true,
    () => false,
  );
}
