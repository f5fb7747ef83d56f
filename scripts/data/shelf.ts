/** Where the sentences of all packages come together: each once, of no package too many, in an order of its own. */
import { createHash } from 'node:crypto';
import { splitKey } from './clean.ts';

export interface Sentence {
  text: string;
  kind: 'prose' | 'heading' | 'list-item' | 'comment';
  language: string;
}

export interface Row {
  text: string;
  kind: Sentence['kind'];
  /** The package's name. */
  source: string;
}

/** Rows of one package in one file. */
const MOST = 150;
const FILES = ['documents.en', 'documents.zh', 'comments.en', 'comments.zh'];

export class Shelf {
  /** By `splitKey`. */
  readonly #rows = new Map<string, { file: string; row: Row }>();

  /** Of a package's sentences those that come first by their hash. */
  add(source: string, sentences: Iterable<Sentence>): void {
    const fresh = new Map<string, Sentence>();
    for (const sentence of sentences) {
      const key = splitKey(sentence.text);
      if (!this.#rows.has(key) && !fresh.has(key)) fresh.set(key, sentence);
    }
    for (const [file, some] of Map.groupBy(fresh, ([, sentence]) => fileOf(sentence))) {
      for (const [key, { text, kind }] of byHash(some, ([key]) => key).slice(0, MOST)) {
        this.#rows.set(key, { file, row: { text, kind, source } });
      }
    }
  }

  files(): [name: string, rows: Row[]][] {
    const ordered = byHash([...this.#rows], ([key]) => key).map(([, placed]) => placed);
    return FILES.map(name => [
      `${name}.jsonl`,
      ordered.filter(({ file }) => file === name).map(({ row }) => row),
    ]);
  }
}

/** In an order that is the same wherever the items come from. */
export function byHash<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  const hashed = items.map(item => ({ item, hash: createHash('sha256').update(keyOf(item)).digest('hex') }));
  return hashed.sort((a, b) => (a.hash < b.hash ? -1 : Number(a.hash > b.hash))).map(({ item }) => item);
}

function fileOf({ kind, language }: Sentence): string {
  return `${kind === 'comment' ? 'comments' : 'documents'}.${language}`;
}
