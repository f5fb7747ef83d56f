import type { AnalyzeRequest } from '../../protocol/worker.ts';
import { OpenDocument } from './openDocument.ts';

/** UTF-16 units of text that are kept: with their segments and scores about 200 MB. */
const MOST_UNITS = 8_000_000;

/** The documents that are kept, by URI. What is least recently used goes first; whoever needs it sends it again. */
export class OpenDocuments {
  readonly #most: number;
  /** Least recently used first. */
  readonly #documents = new Map<string, OpenDocument>();

  constructor(most = MOST_UNITS) {
    this.#most = most;
  }

  /** How many there are. */
  get size(): number {
    return this.#documents.size;
  }

  /** The document, brought up to date; undefined, and forgotten, where the request builds on what is not there. */
  update({ uri, languageId, version, change, known }: AnalyzeRequest): OpenDocument | undefined {
    const former = this.#documents.get(uri);
    this.#documents.delete(uri);
    let document = former;
    if ('text' in change) document = new OpenDocument(change.text, languageId, version);
    else if (former?.version !== change.since || former.languageId !== languageId) return undefined;
    else {
      former.edit(change.edits, version);
      if (former.length !== change.length) return undefined;
    }
    if (!document?.remembers(known)) return undefined;
    this.#documents.set(uri, document);
    this.#forgetOldest();
    return document;
  }

  /** The document, where it is kept in that version. */
  find({ uri, version }: Pick<AnalyzeRequest, 'uri' | 'version'>): OpenDocument | undefined {
    const document = this.#documents.get(uri);
    return document?.version === version ? document : undefined;
  }

  close(uri: string): void {
    this.#documents.delete(uri);
  }

  #forgetOldest(): void {
    let units = 0;
    for (const { length } of this.#documents.values()) units += length;
    for (const [uri, { length }] of this.#documents) {
      if (units <= this.#most || this.#documents.size === 1) return;
      units -= length;
      this.#documents.delete(uri);
    }
  }
}
