import * as vscode from 'vscode';
import { Emitter } from '../base/events.ts';
import { type Disposable, DisposableStore } from '../base/lifecycle.ts';
import type { Heading } from '../protocol/worker.ts';
import { Redraw } from './redraw.ts';
import type { ScoringClient } from './scoringClient.ts';

/** Milliseconds without an edit after which headings are read again: what reads them scores, too. */
const quiet = 400;

/** The headings of the one document that the panel shows; they move with its edits until they are read again. */
export class Outlines implements Disposable {
  readonly #client: ScoringClient;
  readonly #log: vscode.LogOutputChannel;
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new Emitter<void>());
  readonly #again = this.#owned.add(new Redraw(() => void this.#read(), quiet, true));
  #document: vscode.TextDocument | undefined;
  #headings: readonly Heading[] = [];
  /** The version that was read last, or is being read. */
  #version: number | undefined;
  #reading = false;

  /** Fires when a document's headings have become known, or others. */
  readonly onDidChange = this.#changed.event;

  constructor(client: ScoringClient, log: vscode.LogOutputChannel) {
    this.#client = client;
    this.#log = log;
    this.#owned.add(vscode.workspace.onDidChangeTextDocument(event => this.#edited(event)));
  }

  /** What is known now; what is missing is read, and told of by the event. */
  of(document: vscode.TextDocument): readonly Heading[] {
    if (document !== this.#document) {
      this.#document = document;
      this.#headings = [];
      this.#version = undefined;
      void this.#read();
    } else if (document.version !== this.#version) this.#again.request();
    return this.#headings;
  }

  dispose(): void {
    this.#owned.dispose();
    this.#document = undefined;
  }

  async #read(): Promise<void> {
    const document = this.#document;
    if (document === undefined || document.isClosed || document.version === this.#version) return;
    if (this.#reading) return this.#again.request();
    const { version, languageId } = document;
    this.#version = version;
    this.#reading = true;
    try {
      const headings = await this.#client.headings(document.getText(), languageId);
      if (document !== this.#document || document.version !== version) return;
      this.#headings = headings;
      this.#changed.fire();
    } catch (error) {
      // The panel is whole without sections; whoever scores tells of a worker that does not run.
      this.#log.debug(`No headings: ${error}`);
    } finally {
      this.#reading = false;
    }
  }

  #edited({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (document !== this.#document) return;
    for (const { rangeOffset, rangeLength, text } of contentChanges)
      this.#headings = this.#headings.map(heading =>
        heading.start < rangeOffset + rangeLength
          ? heading
          : { ...heading, start: heading.start + text.length - rangeLength },
      );
  }
}
