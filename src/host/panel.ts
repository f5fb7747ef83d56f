import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import type { FromPanel, PanelState, ToPanel } from '../protocol/panel.ts';
import { follows, segmentSplice } from '../protocol/panelSplice.ts';
import type { ActiveDocument } from './activeDocument.ts';
import type { Notifier } from './notifier.ts';
import type { Outlines } from './outlines.ts';
import { panelHtml } from './panelHtml.ts';
import { panelState } from './panelState.ts';
import { Redraw } from './redraw.ts';
import { asTarget } from './reveal.ts';
import { savePicture } from './savePicture.ts';
import type { ScoreStore } from './scoreStore.ts';
import { onDidChangeColors } from './shown.ts';

/** Stated in package.json too: `onWebviewPanel:manylens.panel`. */
const viewType = 'manylens.panel';

/** The one panel beside the editor, about the active document; comes back after a reload. */
export class Panel implements Disposable, vscode.WebviewPanelSerializer {
  readonly #store: ScoreStore;
  readonly #active: ActiveDocument;
  readonly #outlines: Outlines;
  readonly #notifier: Notifier;
  readonly #root: vscode.Uri;
  readonly #owned = new DisposableStore();
  readonly #redraw = this.#owned.add(new Redraw(() => this.#draw()));
  #panel: vscode.WebviewPanel | undefined;
  /** What the page has, once it has said that it is there. */
  #sent: { number: number; state: PanelState } | undefined;

  constructor(
    store: ScoreStore,
    active: ActiveDocument,
    outlines: Outlines,
    notifier: Notifier,
    extension: vscode.Uri,
  ) {
    this.#store = store;
    this.#active = active;
    this.#outlines = outlines;
    this.#notifier = notifier;
    this.#root = extension;
    this.#owned.add(outlines.onDidChange(this.#redraw.request));
    this.#owned.add(store.onDidChange(this.#redraw.request));
    this.#owned.add(active.onDidChange(this.#redraw.request));
    this.#owned.add(onDidChangeColors(this.#redraw.request));
    this.#owned.add(vscode.window.registerWebviewPanelSerializer(viewType, this));
  }

  show(): void {
    if (this.#panel !== undefined) {
      this.#panel.reveal(undefined, true);
      return;
    }
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    this.#adopt(vscode.window.createWebviewPanel(viewType, 'Manylens', column));
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.#panel?.dispose();
    this.#adopt(panel);
  }

  dispose(): void {
    this.#owned.dispose();
    this.#panel?.dispose();
  }

  #adopt(panel: vscode.WebviewPanel): void {
    const dist = vscode.Uri.joinPath(this.#root, 'dist');
    this.#panel = panel;
    this.#sent = undefined;
    panel.iconPath = vscode.Uri.joinPath(this.#root, 'media', 'icon.png');
    panel.webview.options = { enableScripts: true, localResourceRoots: [dist] };
    panel.webview.onDidReceiveMessage(message => this.#receive(message));
    panel.onDidDispose(() => {
      if (this.#panel === panel) this.#panel = undefined;
    });
    panel.webview.html = panelHtml(panel.webview, dist, 'panel');
  }

  /** A hidden page is gone: it says `ready` when it comes back. */
  #draw(): void {
    if (this.#panel?.visible !== true || this.#sent === undefined) return;
    const document = this.#active.current;
    const entry = document && this.#store.get(document.uri.toString());
    const state = panelState(document, entry, shown => this.#outlines.of(shown));
    const number = this.#sent.number + 1;
    const message = messageOf(number, this.#sent.state, state);
    this.#sent = { number, state };
    void this.#panel.webview.postMessage(message);
  }

  async #savePicture({ uri, ...picture }: FromPanel & { type: 'picture' }): Promise<void> {
    try {
      const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri, true));
      await savePicture(document, picture, this.#notifier);
    } catch (error) {
      this.#notifier.error(error);
    }
  }

  async #receive(received: unknown): Promise<void> {
    const message = asMessage(received);
    if (message?.type === 'ready') {
      this.#sent = { number: 0, state: { kind: 'empty', reason: 'no-editor' } };
      this.#draw();
    } else if (message?.type === 'reveal') await vscode.commands.executeCommand('manylens.reveal', message);
    else if (message?.type === 'command') await vscode.commands.executeCommand(message.command);
    else if (message?.type === 'picture') await this.#savePicture(message);
  }
}

/** The state, as a change of the former one where it may be told so. */
function messageOf(number: number, former: PanelState, state: PanelState): ToPanel {
  if (former.kind !== 'results' || state.kind !== 'results' || !follows(former, state))
    return { type: 'state', number, state };
  const splice = segmentSplice(former.document.segments, state.document.segments);
  return {
    type: 'splice',
    number,
    state: { ...state, document: { ...state.document, segments: [] } },
    splice,
  };
}

/** Reads what the page sent; undefined when it is none of the messages that the contract has. */
function asMessage(value: unknown): FromPanel | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { type, command, uri, svg, png } = value as Partial<Record<string, unknown>>;
  if (type === 'ready') return { type };
  const target = asTarget(value);
  if (type === 'reveal' && target !== undefined) return { type, ...target };
  if (type === 'picture' && typeof uri === 'string' && typeof svg === 'string' && png instanceof Uint8Array)
    return { type, uri, svg, png };
  const own = typeof command === 'string' && /^manylens\.\w+$/.test(command);
  return type === 'command' && own ? { type, command } : undefined;
}
