import * as vscode from 'vscode';
import { codeOf, messageOf } from '../base/errors.ts';
import { Emitter } from '../base/events.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import { inEnglish } from '../base/words.ts';
import type { LabelContent } from '../protocol/labels.ts';
import { FolderLabels } from './folderLabels.ts';
import { type Labels, noLabels } from './overlay.ts';
import { refused } from './refusals.ts';
import type { ScoringClient } from './scoringClient.ts';
import { labelsPath, ownFolder, refuseLinks } from './workspaceFolder.ts';

/** Bytes: some 40,000 labels. A larger file would keep the worker from scoring for seconds whenever it changes. */
export const MOST_BYTES = 8_000_000;

/** Unreadable lines that the log names. */
const MOST_LINES = 20;

const nothing: LabelContent = { labels: [], skipped: [] };

/**
 * What users have labelled, by the workspace's folders: read when a text of the folder is scored, and again whenever the
 * file changes. In Restricted Mode too, for labels are only shown; but not through a link.
 */
export class UserLabels implements Disposable {
  readonly #client: ScoringClient;
  readonly #log: vscode.LogOutputChannel;
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new Emitter<void>());
  /** By the folder's URI. */
  readonly #folders = new Map<string, FolderLabels>();

  readonly onDidChange = this.#changed.event;

  constructor(client: ScoringClient, log: vscode.LogOutputChannel) {
    this.#client = client;
    this.#log = log;
    this.#owned.add(
      vscode.workspace.onDidChangeWorkspaceFolders(({ removed }) => {
        for (const { uri } of removed) {
          this.#folders.get(uri.toString())?.dispose();
          this.#folders.delete(uri.toString());
        }
        this.#changed.fire();
      }),
    );
    this.#owned.add(
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        for (const labels of this.#folders.values()) void labels.read();
      }),
    );
  }

  /** What is known of a document's labels. */
  of(document: string): Labels {
    const folder = ownFolder(vscode.Uri.parse(document, true));
    return (folder && this.#folders.get(folder.uri.toString())?.byText) ?? noLabels;
  }

  /** Reads the labels for a document, unless they are known. */
  async load({ uri }: vscode.TextDocument): Promise<void> {
    const folder = ownFolder(uri);
    if (folder !== undefined) await this.#in(folder).loaded();
  }

  /** Reads the labels for a document as they are now. */
  async reload({ uri }: vscode.TextDocument): Promise<void> {
    const folder = ownFolder(uri);
    if (folder !== undefined) await this.read(folder);
  }

  /** Reads a folder's labels as they are now. */
  async read(folder: vscode.WorkspaceFolder): Promise<LabelContent['labels']> {
    const labels = this.#in(folder);
    await labels.read();
    return labels.all;
  }

  dispose(): void {
    this.#owned.dispose();
    for (const labels of this.#folders.values()) labels.dispose();
  }

  #in({ uri }: vscode.WorkspaceFolder): FolderLabels {
    const key = uri.toString();
    const labels = this.#folders.get(key) ?? this.#opened(uri);
    this.#folders.set(key, labels);
    return labels;
  }

  #opened(folder: vscode.Uri): FolderLabels {
    const file = vscode.Uri.joinPath(folder, ...labelsPath);
    const failed = (error: unknown) => this.#log.warn(`${file}: ${messageOf(error)}`);
    let told = '';
    const content = async () => {
      const found = await this.#content(folder, file);
      const said = found.skipped.slice(0, MOST_LINES).map(inEnglish);
      if (said.join('\n') !== told) for (const line of said) this.#log.warn(line);
      if (found.skipped.length > said.length)
        this.#log.warn(`${file}: ${found.skipped.length} lines could not be read.`);
      told = said.join('\n');
      return found.labels;
    };
    return new FolderLabels(file, content, () => this.#changed.fire(), failed);
  }

  async #content(folder: vscode.Uri, file: vscode.Uri): Promise<LabelContent> {
    try {
      await refuseLinks(folder);
      const { size } = await vscode.workspace.fs.stat(file);
      const name = vscode.workspace.asRelativePath(file);
      if (size > MOST_BYTES) {
        this.#log.warn(`${file}: labels are not shown: expected ${MOST_BYTES} bytes at most, found ${size}.`);
        return nothing;
      }
      const bytes = await vscode.workspace.fs.readFile(file);
      return await this.#client.labels(name, new TextDecoder().decode(bytes));
    } catch (error) {
      if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return nothing;
      if (codeOf(error) !== refused) throw error;
      this.#log.warn(messageOf(error));
      return nothing;
    }
  }
}
