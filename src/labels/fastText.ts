/**
 * fastText's lines: `__label__x text`. A space, a tab, VT, FF, CR or NUL ends a token there, and a token that begins with
 * `__label__` is a label wherever it stands. What would break a line is therefore written as a separator that texts
 * hardly have, and what would then be mistaken as ESC and a letter: a line is read back to the very text.
 */
import { say } from '../base/words.ts';
import type { Row } from './rows.ts';

const PREFIX = '__label__';

/** What stands for what, in texts and in labels, which have no separators. */
const text: readonly (readonly [string, string])[] = [
  ['\x1b', '\x1be'],
  ['\v', '\x1bv'],
  ['\f', '\x1bf'],
  ['\0', '\x1bz'],
  ['\n', '\v'],
  ['\r', '\f'],
  [PREFIX, `\x1b_${PREFIX.slice(1)}`],
];
const label: readonly (readonly [string, string])[] = [
  ...text.slice(0, 4),
  ['\n', '\x1bn'],
  ['\r', '\x1br'],
  ['\t', '\x1bt'],
  ['\xa0', '\x1bs'],
  [' ', '\xa0'],
];

const [writeText, writeLabel] = [text, label].map(pairs => replacer(pairs));
const [readText, readLabel] = [text, label].map(pairs => replacer(pairs.map(([raw, put]) => [put, raw])));

export function fastTextLine(row: { text: string; label: string }): string {
  return `${PREFIX}${writeLabel(row.label)} ${writeText(row.text)}\n`;
}

/** A line with its labels, and what is behind the separator after the last one. */
export function readFastText(content: string, line: number): Row {
  const labels: string[] = [];
  const token = /__label__([^ \t\v\f\r\0]+)(?:[ \t]+(?=__label__)|[ \t]|$)/y;
  let at = content.length - content.trimStart().length;
  for (;;) {
    token.lastIndex = at;
    const match = token.exec(content);
    if (match === null) break;
    labels.push(readLabel(match[1]));
    at = token.lastIndex;
  }
  if (labels.length === 0) return { line, broken: say('expected {0}, then the text', `${PREFIX}x`) };
  return { line, fields: { text: readText(content.slice(at)), label: labels } };
}

function replacer(pairs: readonly (readonly [string, string])[]): (value: string) => string {
  const by = new Map(pairs);
  // The longer ones first: what an escape begins with is no escape.
  const sources = [...by.keys()].sort((a, b) => b.length - a.length).map(escaped);
  const any = new RegExp(sources.join('|'), 'g');
  return value => value.replace(any, found => by.get(found) ?? found);
}

function escaped(source: string): string {
  return [...source].map(unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
}
