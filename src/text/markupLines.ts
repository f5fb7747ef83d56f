/** For markup whose blocks are told by their lines. */
import type { TextKinds } from '../base/textKinds.ts';
import { BlockWriter } from './blockWriter.ts';
import { JOINER, soften } from './mask.ts';
import type { Block } from './prose.ts';

/** A line, or what is left of it behind a mark. */
export interface Line {
  /** UTF-16 offset of its first unit that is not white, into the text. */
  start: number;
  /** Without what is white at both ends. */
  text: string;
  /** Units before `start` on the line. */
  indent: number;
}

/** The line that begins at `from`, and where the next one does. */
export function lineAt(source: string, from: number): Line & { next: number } {
  const newline = source.indexOf('\n', from);
  const end = newline < 0 ? source.length : newline;
  const line = source.slice(from, end).trimEnd();
  const text = line.trimStart();
  const indent = line.length - text.length;
  return { start: from + indent, text, indent, next: newline < 0 ? end : end + 1 };
}

/** All lines of a part of a text. */
export function linesOf(source: string, from: number, to: number): Line[] {
  const lines: Line[] = [];
  for (let at = from; at < to; ) {
    const { next, ...line } = lineAt(source, at);
    lines.push(line);
    at = next;
  }
  return lines;
}

/** The line without its first units, which are a mark. */
export function behind({ start, text, indent }: Line, units: number): Line {
  const rest = text.slice(units).trimStart();
  const taken = text.length - rest.length;
  return { start: start + taken, text: rest, indent: indent + taken };
}

/** A rule of inline markup: what it finds, and what stands for that, of the same length. */
export type Rule = readonly [find: RegExp, mask: (found: string, ...groups: string[]) => string];

/** What is no prose. */
export const gap = (found: string) => ' '.repeat(found.length);
/** What belongs to the words beside it. */
export const joined = (found: string) => JOINER.repeat(found.length);

/** What a mark opens and closes: the first two groups are the mark and what is shown. */
export function marked(found: string, open: string, shown: string): string {
  return joined(open) + shown + joined(found.slice(open.length + shown.length));
}

/** The lines as one block; the rules are applied one after another. */
export function* blockOf(lines: readonly Line[], rules: readonly Rule[], kinds: TextKinds): Generator<Block> {
  const writer = new BlockWriter();
  for (const { start, text } of lines) writer.write(start, text);
  for (const block of writer.finish(kinds)) {
    const text = rules.reduce((masked, [find, mask]) => masked.replace(find, mask), block.text);
    yield { ...block, text: soften(text) };
  }
}

/** Addresses, without the punctuation behind them. */
export const ADDRESSES: Rule = [
  /\b(?:https?|ftp|irc|mailto):[^\s<>[\]"]*[^\s<>[\]"'.,;:!?)}]|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,8}/g,
  gap,
];
