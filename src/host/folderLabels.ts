import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import type { LabelContent } from '../protocol/labels.ts';
import { type Labels, labelsByText, noLabels } from './overlay.ts';
import { Redraw } from './redraw.ts';

type All = LabelContent['labels'];

/** One file's labels, kept up to date. A file that cannot be read leaves what was known, and is read again when asked. */
export class FolderLabels implements Disposable {
  readonly #content: () => Promise<All>;
  readonly #changed: () => void;
  readonly #failed: (error: unknown) => void;
  readonly #owned = new DisposableStore();
  /** Reads in turn: what is read last is what was asked for last. */
  #reading: Promise<void> = Promise.resolve();
  #known = false;

  all: All = [];
  byText: Labels = noLabels;

  constructor(
    file: vscode.Uri,
    content: () => Promise<All>,
    changed: () => void,
    failed: (error: unknown) => void,
  ) {
    this.#content = content;
    this.#changed = changed;
    this.#failed = failed;
    const [parent, name] = file.path.split('/').slice(-2);
    // Its folder too: of one that comes with the file in it, as git makes it, that may be all that is seen.
    const places = new vscode.RelativePattern(
      vscode.Uri.joinPath(file, '../..'),
      `{${parent},${parent}/${name}}`,
    );
    const watcher = this.#owned.add(vscode.workspace.createFileSystemWatcher(places));
    const soon = this.#owned.add(new Redraw(() => void this.read()));
    for (const event of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete])
      this.#owned.add(event(soon.request));
  }

  /** Resolves once the file has been read. Never rejects. */
  async loaded(): Promise<void> {
    if (!this.#known) await this.read();
  }

  /** Reads the file. Never rejects. */
  read(): Promise<void> {
    this.#reading = this.#reading.then(() => this.#read());
    return this.#reading;
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async #read(): Promise<void> {
    try {
      this.all = await this.#content();
      this.byText = labelsByText(this.all);
      this.#known = true;
      this.#changed();
    } catch (error) {
      this.#failed(error);
    }
  }
}
