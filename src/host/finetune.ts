import * as vscode from 'vscode';
import { messageOf } from '../base/errors.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import { inEnglish } from '../base/words.ts';
import {
  type FinetuneReport,
  type FinetuneRequest,
  type TextbookPreset,
  type TrainingEvents,
  textbookPresets,
} from '../protocol/training.ts';
import { reportDocument, stageInWords, summary } from './finetuneReport.ts';
import { withoutLinks } from './format.ts';
import type { ModelChoice } from './modelChoice.ts';
import type { Notifier } from './notifier.ts';
import { Offer } from './offer.ts';
import { refusals } from './refusals.ts';
import type { ReportPanel } from './reportPanel.ts';
import { setting } from './settings.ts';
import { exists, keepOutOfGit, labelFolder, labelsPath, modelsPath } from './workspaceFolder.ts';

/** Runs the training process. Aborting ends it, and leaves everything as it was. */
export type Trainer = (
  request: FinetuneRequest,
  signal: AbortSignal,
  progress: TrainingEvents['progress'],
) => Promise<FinetuneReport>;

/** The same labels make the same model. */
const seed = 1;

/** "Fine-Tune on Workspace Labels": trains beside the labels, reports, and uses the result after a yes. */
export class Finetuner implements Disposable {
  readonly #train: Trainer;
  readonly #models: ModelChoice;
  readonly #notifier: Notifier;
  readonly #log: vscode.LogOutputChannel;
  readonly #reports: Pick<ReportPanel, 'show'>;
  readonly #checkpoint: vscode.Uri | undefined;
  readonly #disposed = new AbortController();
  #running = false;
  readonly #offers = new DisposableStore();
  #last: Offer | undefined;

  /** @param storage where a training that is cut, by a reload of the window say, leaves what the next one goes on from */
  constructor(
    train: Trainer,
    models: ModelChoice,
    notifier: Notifier,
    log: vscode.LogOutputChannel,
    reports: Pick<ReportPanel, 'show'>,
    storage?: vscode.Uri,
  ) {
    this.#train = train;
    this.#models = models;
    this.#notifier = notifier;
    this.#log = log;
    this.#reports = reports;
    this.#checkpoint = storage && vscode.Uri.joinPath(storage, 'finetuning');
  }

  /** What the last training of this window made. */
  get last(): Offer | undefined {
    return this.#last;
  }

  showReport(): void {
    if (this.#last === undefined) throw refusals.noFinetuning();
    this.#reports.show(this.#last);
  }

  /** @param preset trained from nothing, in place of the model in use */
  async run(document: vscode.TextDocument | undefined, preset?: TextbookPreset): Promise<void> {
    if (!vscode.workspace.isTrusted) throw refusals.restricted();
    if (this.#running) throw refusals.training();
    this.#running = true;
    try {
      const folder = await labelFolder(document);
      if (folder !== undefined) await this.#finetune(folder, preset);
    } finally {
      this.#running = false;
    }
  }

  /** Asks which of the textbook's models, and trains it. */
  async runPreset(document: vscode.TextDocument | undefined): Promise<void> {
    if (!vscode.workspace.isTrusted) throw refusals.restricted();
    const details: Record<TextbookPreset, string> = {
      'keras-single': vscode.l10n.t('An embedding and an LSTM, for labels of a single task.'),
      'keras-multitask': vscode.l10n.t(
        'The same for one task or several, with a layer that all of them share.',
      ),
    };
    const items = textbookPresets.map(label => ({ label, detail: details[label] }));
    const title = vscode.l10n.t('Textbook Model to Train from Nothing');
    const placeHolder = vscode.l10n.t('It learns from the labels alone, and knows no task without labels.');
    const chosen = await vscode.window.showQuickPick(items, { title, placeHolder });
    if (chosen !== undefined) await this.run(document, chosen.label);
  }

  /** Ends a training that is under way. */
  dispose(): void {
    this.#disposed.abort();
    this.#offers.dispose();
  }

  async #finetune(folder: vscode.WorkspaceFolder, preset: TextbookPreset | undefined): Promise<void> {
    const labels = vscode.Uri.joinPath(folder.uri, ...labelsPath);
    if (!(await exists(labels))) throw refusals.noLabels();
    const at = new Date().toISOString();
    const stamp = at.replace(/\W/g, '').slice(0, 15);
    const out = vscode.Uri.joinPath(folder.uri, ...modelsPath, `${preset ?? 'finetuned'}-${stamp}`);
    const { foundation: model, tuned: parent } = this.#models;
    const request = {
      ...{ labels: [labels.fsPath], model, out: out.fsPath, seed, parent, at },
      ...{ mode: setting('finetune.mode'), guardTolerance: setting('finetune.guardTolerance') },
      ...{ preset, checkpoint: this.#checkpoint?.fsPath },
    };
    const report = await this.#trained(request, out);
    for (const line of report.skipped) this.#log.warn(inEnglish(line));
    this.#log.info(reportDocument(report));
    // The model is there: that git would see it too is no reason to keep it from its user.
    if (report.accepted)
      await keepOutOfGit(vscode.Uri.joinPath(out, '..')).catch(error => this.#log.warn(messageOf(error)));
    this.#last = this.#offers.add(new Offer(report, out, folder.uri, this.#models, this.#notifier));
    this.#ask(this.#last).catch(error => this.#notifier.error(error));
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
    const { preset } = request;
    const title = preset
      ? vscode.l10n.t('Manylens: training {0}', preset)
      : vscode.l10n.t('Manylens: fine-tuning');
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    return vscode.window.withProgress(options, async (progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      let shown = 0;
      const signal = AbortSignal.any([abort.signal, this.#disposed.signal]);
      const training = this.#train(request, signal, (stage, done, total, figure) => {
        const now = total === 0 ? 0 : (100 * done) / total;
        progress.report({
          message: withoutLinks(stageInWords(stage, figure)),
          increment: Math.max(0, now - shown),
        });
        shown = now;
      });
      return await training.finally(() => {
        // Who cancels wants nothing kept; a window that closes has not cancelled.
        if (abort.signal.aborted) return this.#forget();
      });
    });
  }

  async #forget(): Promise<void> {
    if (this.#checkpoint !== undefined && (await exists(this.#checkpoint)))
      await vscode.workspace.fs.delete(this.#checkpoint);
  }

  /** Asks what to do with the result. It is used after a yes alone, and stays on disk unless it is discarded. */
  async #ask(offer: Offer): Promise<void> {
    const use = vscode.l10n.t('Use It');
    const show = vscode.l10n.t('Show Report');
    const discard = vscode.l10n.t('Discard');
    const buttons = offer.decision === 'open' ? [use, show, discard] : [show];
    const words = withoutLinks(summary(offer.report));
    const answer = await vscode.window.showInformationMessage(words, ...buttons);
    if (answer === show) this.#reports.show(offer);
    else if (answer === use) await offer.use();
    else if (answer === discard) await offer.discard();
  }
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
