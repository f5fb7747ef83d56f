/** Text on a terminal: harmless, and as wide as it should be. */
import { stripVTControlCharacters } from 'node:util';
import type pico from 'picocolors';
import stringWidth from 'string-width';
import type { LabelColor } from '../protocol/colors.ts';

export type Colors = ReturnType<typeof pico.createColors>;

/** Control characters, and the marks that turn the direction of what follows. */
const UNSAFE = /[\p{Cc}\u200E\u200F\u2028-\u202E\u2066-\u2069]+/gu;

/** One line without escape sequences: text from files must not steer the terminal. */
export function harmless(text: string): string {
  return stripVTControlCharacters(text).replace(UNSAFE, ' ').replace(/\s+/g, ' ').trim();
}

/** Columns that `text` takes; East Asian characters and emoji take two. */
export function widthOf(text: string): number {
  return stringWidth(text);
}

const clusters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The UTF-16 length of what fits of `text`; no character is cut. */
function lengthWithin(text: string, width: number): number {
  let used = 0;
  for (const { segment, index } of clusters.segment(text)) {
    used += widthOf(segment);
    if (used > width) return index;
  }
  return text.length;
}

/** The beginning of `text` that fits, with an ellipsis where something is left out. */
export function fit(text: string, width: number): string {
  if (lengthWithin(text, width) === text.length) return text;
  return `${text.slice(0, lengthWithin(text, width - 1)).trimEnd()}…`;
}

/** `text` on at most `most` lines, broken at spaces where there are any; the last one is cut. */
export function wrap(text: string, width: number, most: number): string[] {
  const lines: string[] = [];
  let rest = text;
  while (lines.length < most - 1) {
    const length = lengthWithin(rest, width);
    if (length === rest.length || length === 0) break;
    const space = rest.lastIndexOf(' ', length);
    const end = space > 0 ? space : length;
    lines.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return [...lines, fit(rest, width)];
}

/** @param text without colours */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar that lies; a full one takes `width` columns. */
export function lyingBar(ratio: number, width: number): string {
  const units = Math.round(Math.min(1, Math.max(0, ratio)) * width * 8);
  return '█'.repeat(units >> 3) + EIGHTHS[units & 7];
}

/** A bar that stands, of one character. */
export function standingBar(ratio: number): string {
  return '▁▂▃▄▅▆▇█'[Math.min(7, Math.floor(Math.max(0, ratio) * 8))];
}

/** A terminal has sixteen colours; the brighter ones read well on dark and on light. */
const painters: Record<LabelColor, (colors: Colors) => (text: string) => string> = {
  red: colors => colors.red,
  orange: colors => colors.yellow,
  yellow: colors => colors.yellowBright,
  green: colors => colors.green,
  blue: colors => colors.blue,
  purple: colors => colors.magenta,
  pink: colors => colors.magentaBright,
  gray: colors => colors.dim,
};

export function painter(colors: Colors, color: LabelColor): (text: string) => string {
  return painters[color](colors);
}
