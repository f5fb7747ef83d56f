import * as vscode from 'vscode';
import type { NativePlan, NativeService, NativeStage, NativeStatus } from '../protocol/native.ts';
import type { Notifier } from './notifier.ts';

/** One call of the set-up process. Aborting ends it, and leaves nothing half-made. */
export type NativeCall = <T>(
  call: (service: NativeService) => Promise<T>,
  signal: AbortSignal,
  progress: (stage: NativeStage, done: number, total: number) => void,
) => Promise<T>;

/** "Set Up Native TensorFlow...": says what it would fetch, asks, fetches with progress and a Cancel button, and tries it. */
export class NativeSetup {
  readonly #call: NativeCall;
  readonly #notifier: Notifier;

  constructor(call: NativeCall, notifier: Notifier) {
    this.#call = call;
    this.#notifier = notifier;
  }

  /** @returns whether the library runs now. */
  async run(): Promise<boolean> {
    const plan = await this.#shown(service => service.plan());
    if (plan !== null && !(await agreed(plan))) return false;
    const status = await this.#shown(service => service.install());
    this.#notifier.mention(vscode.l10n.t('{0} is set up.', status.library));
    void vscode.window.showInformationMessage(inWords(status));
    return true;
  }

  async #shown<T>(call: (service: NativeService) => Promise<T>): Promise<T> {
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Native TensorFlow'),
      cancellable: true,
    };
    return await vscode.window.withProgress(options, (progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      let shown = 0;
      let stage: NativeStage | undefined;
      return this.#call(call, abort.signal, (now, done, total) => {
        const percent = total === 0 ? 0 : Math.floor((100 * done) / total);
        if (now === stage && percent <= shown) return;
        // A new stage starts anew, which a notification's bar cannot: the words tell.
        const increment = now === stage ? percent - shown : 0;
        shown = percent;
        stage = now;
        progress.report({
          message: total === 0 ? stageName(now) : `${stageName(now)} ${percent} %`,
          increment,
        });
      });
    });
  }
}

function stageName(stage: NativeStage): string {
  switch (stage) {
    case 'wait':
      return vscode.l10n.t('waiting for another set-up');
    case 'download':
      return vscode.l10n.t('downloading');
    case 'check':
      return vscode.l10n.t('checking');
    case 'unpack':
      return vscode.l10n.t('unpacking');
    case 'build':
      return vscode.l10n.t('compiling the add-on');
  }
}

const megabytes = (bytes: number) => `${Math.round(bytes / 1e6)} MB`;

async function agreed({ library, host, download, present, unpacked, home }: NativePlan): Promise<boolean> {
  const setUp = vscode.l10n.t('Set Up');
  const detail = vscode.l10n.t(
    '{0} from {1}: {2} to download, about {3} on the disk in {4}. It makes training quicker; none of your text is sent.',
    library,
    host,
    megabytes(download - present),
    megabytes(unpacked),
    home,
  );
  const question = vscode.l10n.t('Set up the native TensorFlow library?');
  return (await vscode.window.showInformationMessage(question, { modal: true, detail }, setUp)) === setUp;
}

function inWords({ library, node, threads, size }: NativeStatus): string {
  return vscode.l10n.t(
    '{0} works here: Node {1}, {2} threads, {3} on the disk. The setting "manylens.backend" says what uses it.',
    library,
    node,
    String(threads),
    megabytes(size),
  );
}
