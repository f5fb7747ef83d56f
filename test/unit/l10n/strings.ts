import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sentences } from '../../../src/base/errors.ts';

const root = join(import.meta.dirname, '../../..');

/** A file of strings by key or by English message. */
export function readStrings(file: string): Record<string, string> {
  return JSON.parse(readFileSync(join(root, file), 'utf8'));
}

export function readText(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

/** The messages of every call, and the calls whose message is no plain literal: neither test nor translator sees those. */
export interface Found {
  messages: Set<string>;
  unseen: string[];
}

const call = /(?<![\w$])(?:l10n\.|(?<!\.))(?:t|say)\(\s*/g;
const literal = /(['"])((?:\\.|(?!\1)[^\\\n])*)\1\s*[,)]/y;

/** What a source says to the user: by `l10n.t` in the host, by `t` in the panel, by `say` anywhere. */
export function messagesOf(source: string, found: Found = { messages: new Set(), unseen: [] }): Found {
  for (const { 0: start, index } of source.matchAll(call)) {
    if (source.slice(0, index).endsWith('function ')) continue;
    literal.lastIndex = index + start.length;
    const match = literal.exec(source);
    if (match === null) found.unseen.push(source.slice(index, index + 80));
    else found.messages.add(match[2].replace(/\\(['"\\])/g, '$1'));
  }
  return found;
}

/** All that host and panel say, and the errors of every layer with their details (`src/base/words.ts`). */
export function allMessages(): Found {
  const found: Found = { messages: new Set(Object.values(sentences)), unseen: [] };
  for (const file of globSync(['src/**/*.ts', 'media/**/*.{ts,tsx}'], { cwd: root }))
    messagesOf(readText(file), found);
  return found;
}

/** The keys that a manifest names as `%key%`. */
export function manifestKeys(manifest: string): Set<string> {
  return new Set([...manifest.matchAll(/"%([^%"]+)%"/g)].map(match => match[1]));
}

/** `{0}`, `{1}` ..., each once, in order. */
export function placeholders(text: string): string[] {
  return [...new Set(text.match(/\{\d+\}/g))].sort();
}

/** The commands that a welcome text links to, in order. */
export function links(text: string): string[] {
  return text.match(/\]\([^)]*\)/g) ?? [];
}
