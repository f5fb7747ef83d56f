/** Pairs of English and Chinese messages: the same program says them. */
import { plain, splitKey } from './clean.ts';
import { byHash } from './shelf.ts';
import type { Entry } from './tar.ts';

/** Where a language's messages stand. */
interface Messages {
  package: string;
  /** A regular expression of paths. Its group, if it has one, is a part of each key: what files belong together. */
  files: string;
  /**
   * A regular expression of a message, with the groups `key` and `text`, a literal of JavaScript; the number of the
   * match is the key where there is no such group. A file without a pattern is JSON.
   */
  pattern?: string;
}

export interface PairSource {
  source: string;
  /** Where absent, the Chinese messages' keys are English. */
  en?: Messages;
  zh: Messages;
}

export interface Pair {
  en: string;
  zh: string;
  source: string;
}

const LEAST_WORDS = 3;
/** Of a Chinese message's letters. */
const LEAST_HAN = 0.5;

/** Each English message once, in an order by hash. */
export function pairsOf(sources: PairSource[], open: (name: string) => Entry[]): Pair[] {
  const pairs = new Map<string, Pair>();
  for (const { source, en: from, zh: to } of sources) {
    const english = from && messagesOf(from, open);
    for (const [key, text] of messagesOf(to, open)) {
      const en = said((english ? english.get(key) : key.split(BETWEEN).at(-1)) ?? '');
      const zh = said(text);
      const id = splitKey(en);
      if (isEnglish(en) && isChinese(zh) && !pairs.has(id)) pairs.set(id, { en, zh, source });
    }
  }
  return byHash([...pairs], ([id]) => id).map(([, pair]) => pair);
}

/** Between the parts of a key; in none of them. */
const BETWEEN = '\0';

function messagesOf(
  { package: name, files, pattern }: Messages,
  open: (name: string) => Entry[],
): Map<string, string> {
  const messages = new Map<string, string>();
  for (const { path, bytes } of open(name)) {
    const match = new RegExp(files).exec(path);
    if (!match) continue;
    const text = new TextDecoder().decode(bytes);
    const found = pattern === undefined ? leaves(JSON.parse(text)) : matches(text, pattern);
    for (const [key, message] of found) messages.set(`${match[1] ?? ''}${BETWEEN}${key}`, message);
  }
  return messages;
}

function* leaves(value: unknown): Generator<[key: string, text: string]> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    if (typeof child === 'string') yield [key, child];
    else for (const [below, text] of leaves(child)) yield [`${key}${BETWEEN}${below}`, text];
  }
}

function* matches(text: string, pattern: string): Generator<[key: string, text: string]> {
  let count = 0;
  for (const { groups } of text.matchAll(new RegExp(pattern, 'gm'))) {
    const message = literal(groups?.text ?? '');
    yield [groups?.key ?? String(count), message];
    count++;
  }
}

/** What a string in quotes is; nothing where it is none. */
function literal(source: string): string {
  if (!/^(["'`])[\s\S]*\1$/.test(source)) return '';
  const inner = source.slice(1, -1).replace(/\\(['`])/g, '$1');
  try {
    return JSON.parse(`"${inner.replace(/(?<!\\)((?:\\\\)*)"/g, '$1\\"')}"`);
  } catch {
    return '';
  }
}

const PLACEHOLDER = /%?\{[\w.]*\}|%\w\b|%\d|\[\[?\w+\]?\]|__\w+__/g;

/** A message as it is read, without marks of menus and icons; nothing where it has more gaps than one. */
function said(message: string): string {
  if ((message.match(PLACEHOLDER)?.length ?? 0) > 1) return '';
  return plain(
    message
      .replace(PLACEHOLDER, '')
      .replace(/\$\([\w~-]+\)|[(（]&+\w[)）]|&&/g, '')
      .replace(/<[^<>]*>|["'“‘「`]\s*["'”’」`]|[(（]\s*[)）]/g, ' ')
      .replace(/\[([^\][]*)\]\([^)]*\)/g, '$1')
      .replace(/[*`#]+/g, ''),
  ).replace(/\s+(?=[.,:;!?)])/g, '');
}

function isEnglish(text: string): boolean {
  const words = text.split(' ').filter(word => /[A-Za-z]/.test(word));
  return words.length >= LEAST_WORDS && !/[\p{Script=Han}{}<>\\|=]|https?:/u.test(text);
}

function isChinese(text: string): boolean {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  return han >= 2 && han >= LEAST_HAN * (text.match(/\p{L}/gu)?.length ?? 0) && !/https?:/.test(text);
}
