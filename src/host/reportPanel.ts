import * as vscode from 'vscode';
import { messageOf } from '../base/errors.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import type { Changes, FromReport, ToReport } from '../protocol/reportPanel.ts';
import { changedLabels } from './changedLabels.ts';
import { summary } from './finetuneReport.ts';
import { inLanguage, inWords } from './inWords.ts';
import type { Notifier } from './notifier.ts';
import type { Offer } from './offer.ts';
import { openMistake } from './openMistake.ts';
import { panelHtml } from './panelHtml.ts';
import { asTarget, reveal } from './reveal.ts';
import type { ScoreStore } from './scoreStore.ts';
import type { ScoringClient } from './scoringClient.ts';

/** What is shown now. */
interface Shown extends Disposable {
  offer: Offer;
  panel: vscode.WebviewPanel;
  changes?: Changes;
}

/** The page about the last fine-tuning. It does not come back after a reload: nobody waits for an answer then. */
export class ReportPanel implements Disposable {
  readonly #store: ScoreStore;
  readonly #notifier: Notifier;
  readonly #log: vscode.LogOutputChannel;
  readonly #root: vscode.Uri;
  readonly #newClient: () => ScoringClient;
  #shown: Shown | undefined;

  /** @param newClient a worker beside the one that scores, for the new model */
  constructor(
    store: ScoreStore,
    notifier: Notifier,
    log: vscode.LogOutputChannel,
    extension: vscode.Uri,
    newClient: () => ScoringClient,
  ) {
    this.#store = store;
    this.#notifier = notifier;
    this.#log = log;
    this.#root = extension;
    this.#newClient = newClient;
  }

  show(offer: Offer): void {
    if (this.#shown?.offer === offer) {
      this.#shown.panel.reveal(undefined, true);
      return;
    }
    this.#shown?.panel.dispose();
    const dist = vscode.Uri.joinPath(this.#root, 'dist');
    const title = vscode.l10n.t('Fine-Tuning Report');
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const options = { enableScripts: true, localResourceRoots: [dist] };
    const panel = vscode.window.createWebviewPanel('manylens.report', title, column, options);
    panel.iconPath = vscode.Uri.joinPath(this.#root, 'media', 'icon.png');
    const owned = new DisposableStore();
    const shown: Shown = { offer, panel, dispose: () => owned.dispose() };
    this.#shown = shown;
    owned.add(panel.webview.onDidReceiveMessage(message => this.#receive(shown, message)));
    const abort = new AbortController();
    owned.add({ dispose: () => abort.abort() });
    owned.add(
      offer.onDidChange(() => {
        if (offer.decision === 'discarded') {
          abort.abort();
          shown.changes = undefined;
        }
        draw(shown);
      }),
    );
    panel.onDidDispose(() => {
      shown.dispose();
      if (this.#shown === shown) this.#shown = undefined;
    });
    panel.webview.html = panelHtml(panel.webview, dist, 'report');
    if (offer.decision === 'open') void this.#compare(shown, abort.signal);
  }

  dispose(): void {
    this.#shown?.panel.dispose();
  }

  async #compare(shown: Shown, signal: AbortSignal): Promise<void> {
    const { report, bundle } = shown.offer;
    shown.changes = { kind: 'busy' };
    const client = this.#newClient();
    try {
      const tasks = Object.keys(report.tasks);
      const changes = await changedLabels(this.#store, client, bundle, tasks, signal);
      if (signal.aborted) return;
      shown.changes = changes;
    } catch (error) {
      if (signal.aborted) return;
      this.#log.warn(messageOf(error));
      shown.changes = { kind: 'error', message: inWords(error) };
    } finally {
      client.dispose();
    }
    draw(shown);
  }

  async #receive(shown: Shown, received: unknown): Promise<void> {
    try {
      const message = asMessage(received);
      if (message !== undefined) await this.#answer(shown, message);
    } catch (error) {
      this.#notifier.error(error);
    }
  }

  async #answer(shown: Shown, message: FromReport): Promise<void> {
    const { offer } = shown;
    const json = () => `${JSON.stringify(offer.report, undefined, 2)}\n`;
    switch (message.type) {
      case 'ready':
        return draw(shown);
      case 'use':
        return offer.use();
      case 'discard':
        return offer.discard();
      case 'mistake': {
        const mistake = offer.report.tasks[message.task]?.mistakes?.[message.index];
        return mistake && openMistake(mistake, offer.folder);
      }
      case 'reveal':
        return reveal(message);
      case 'copy':
        await vscode.env.clipboard.writeText(json());
        return this.#notifier.announce(vscode.l10n.t('the report is in the clipboard.'));
      case 'save': {
        const defaultUri = vscode.Uri.joinPath(offer.folder, '.manylens', 'finetune-report.json');
        const target = await vscode.window.showSaveDialog({ defaultUri, filters: { JSON: ['json'] } });
        if (target === undefined) return;
        await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(json()));
        this.#notifier.mention(vscode.l10n.t('wrote {0}.', vscode.workspace.asRelativePath(target)));
      }
    }
  }
}

/** A hidden page is gone: it says `ready` when it comes back. */
function draw({ offer, panel, changes }: Shown): void {
  const { report, decision } = offer;
  const outcome = summary(report);
  const [reason, refused] = [inLanguage(report.reason), report.refused.map(inLanguage)];
  const skipped = report.skipped.map(inLanguage);
  const state = { report, outcome, reason, refused, skipped, decision, changes };
  void panel.webview.postMessage({ type: 'report', state } satisfies ToReport);
}

/** Reads what the page sent; undefined when it is none of the messages that the contract has. */
function asMessage(value: unknown): FromReport | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { type, task, index } = value as Partial<Record<string, unknown>>;
  if (type === 'ready' || type === 'use' || type === 'discard' || type === 'copy' || type === 'save')
    return { type };
  if (type === 'mistake' && typeof task === 'string' && typeof index === 'number')
    return { type, task, index };
  const target = asTarget(value);
  return type === 'reveal' && target !== undefined ? { type, ...target } : undefined;
}
