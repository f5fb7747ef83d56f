import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import type { FromPanel, ToPanel } from '../protocol/panel.ts';
import type { ActiveDocument } from './activeDocument.ts';
import { panelHtml } from './panelHtml.ts';
import { panelState } from './panelState.ts';
import { Redraw } from './redraw.ts';
import { asTarget } from './reveal.ts';
import type { ScoreStore } from './scoreStore.ts';
import { onDidChangeColors } from './shown.ts';

/** Stated in package.json too: `onWebviewPanel:manylens.panel`. */
const viewType = 'manylens.panel';

/** The one panel beside the editor, about the active document; comes back after a reload. */
export class Panel implements Disposable, vscode.WebviewPanelSerializer {
  readonly #store: ScoreStore;
  readonly #active: ActiveDocument;
  readonly #root: vscode.Uri;
  readonly #owned = new DisposableStore();
  readonly #redraw = this.#owned.add(new Redraw(() => this.#draw()));
  #panel: vscode.WebviewPanel | undefined;

  constructor(store: ScoreStore, active: ActiveDocument, extension: vscode.Uri) {
    this.#store = store;
    this.#active = active;
    this.#root = extension;
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
    panel.iconPath = vscode.Uri.joinPath(this.#root, 'media', 'icon.png');
    panel.webview.options = { enableScripts: true, localResourceRoots: [dist] };
    panel.webview.onDidReceiveMessage(message => this.#receive(message));
    panel.onDidDispose(() => {
      if (this.#panel === panel) this.#panel = undefined;
    });
    panel.webview.html = panelHtml(panel.webview, dist);
  }

  #draw(): void {
    if (this.#panel === undefined) return;
    const document = this.#active.current;
    const entry = document && this.#store.get(document.uri.toString());
    const message: ToPanel = { type: 'state', state: panelState(document, entry) };
    void this.#panel.webview.postMessage(message);
  }

  async #receive(received: unknown): Promise<void> {
    const message = asMessage(received);
    if (message?.type === 'ready') this.#draw();
    else if (message?.type === 'reveal') await vscode.commands.executeCommand('manylens.reveal', message);
    else if (message?.type === 'command') await vscode.commands.executeCommand(message.command);
  }
}

/** Reads what the page sent; undefined when it is none of the messages that the contract has. */
function asMessage(value: unknown): FromPanel | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { type, command } = value as { type?: unknown; command?: unknown };
  if (type === 'ready') return { type };
  const target = asTarget(value);
  if (type === 'reveal' && target !== undefined) return { type, ...target };
  const own = typeof command === 'string' && /^manylens\.\w+$/.test(command);
  return type === 'command' && own ? { type, command } : undefined;
}
