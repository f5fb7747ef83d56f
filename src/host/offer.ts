import * as vscode from 'vscode';
import { Emitter } from '../base/events.ts';
import type { Disposable } from '../base/lifecycle.ts';
import type { ReportState } from '../protocol/reportPanel.ts';
import type { FinetuneReport } from '../protocol/training.ts';
import type { ModelChoice } from './modelChoice.ts';
import type { Notifier } from './notifier.ts';

/** What a fine-tuning made, and what became of it: it is decided once, in the notification or in the report. */
export class Offer implements Disposable {
  readonly report: FinetuneReport;
  readonly bundle: vscode.Uri;
  /** Whose labels it learnt from. */
  readonly folder: vscode.Uri;
  readonly #models: ModelChoice;
  readonly #notifier: Notifier;
  readonly #changed = new Emitter<void>();
  #decision: ReportState['decision'];

  readonly onDidChange = this.#changed.event;

  constructor(
    report: FinetuneReport,
    bundle: vscode.Uri,
    folder: vscode.Uri,
    models: ModelChoice,
    notifier: Notifier,
  ) {
    this.report = report;
    this.bundle = bundle;
    this.folder = folder;
    this.#models = models;
    this.#notifier = notifier;
    this.#decision = report.accepted ? 'open' : 'refused';
  }

  get decision(): ReportState['decision'] {
    return this.#decision;
  }

  async use(): Promise<void> {
    if (!this.#decide('used')) return;
    await this.#models.accept(this.bundle.fsPath);
    this.#notifier.mention(vscode.l10n.t('using the fine-tuned model.'));
  }

  async discard(): Promise<void> {
    if (this.#decide('discarded')) await vscode.workspace.fs.delete(this.bundle, { recursive: true });
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #decide(decision: ReportState['decision']): boolean {
    if (this.#decision !== 'open') return false;
    this.#decision = decision;
    this.#changed.fire();
    return true;
  }
}
