import { decodeString } from 'micromark-util-decode-string';
import type { TextKinds } from '../base/textKinds.ts';
import { kindSet } from './kinds.ts';
import { inlinesOf } from './markdownInline.ts';
import { type Leaf, markdownPieces, withoutMarks } from './markdownPieces.ts';
import { JOINER, soften } from './mask.ts';
import type { Block, Extractor, Piece, Told } from './prose.ts';

/** What is prose or has some inside; all else that stands in a line is a {@link PAINT} or blank, as images are: badges would drown the text. */
const PROSE = new Set(['Emphasis', 'StrongEmphasis', 'Strikethrough', 'Link']);
const joined = (raw: string) => JOINER.repeat(raw.length);
/** What belongs to the words beside it. */
const PAINT: Readonly<Record<string, (raw: string, next: string) => string>> = {
  EmphasisMark: joined,
  StrikethroughMark: joined,
  LinkMark: joined,
  HardBreak: joined,
  Escape: raw => JOINER + raw.slice(1),
  Entity: raw => soften(decodeString(raw)).padEnd(raw.length, JOINER),
  LinkTail: joined,
  FootnoteCall: joined,
  Math: (raw, next) => (isMoney(raw, next) ? soften(raw) : ' '.repeat(raw.length)),
};

/** Marks at a container's beginning: the box of a task, and GitHub's alerts. */
const OPENINGS: Readonly<Record<string, RegExp>> = {
  ListItem: /^\[[\sxX]\](?=\s)/,
  Blockquote: /^\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*(?=[\r\n]|$)/i,
};

/** CommonMark with GitHub's extensions, front matter and math. */
export const markdown: Extractor = { pieces: piecesOf };

function* piecesOf(text: string, from: number): Generator<Piece> {
  for (const { start, end, reach, tells, leaves } of markdownPieces(text, from)) {
    yield { start, end, reach, tells, blocks: told => leaves.map(leaf => blockOf(text, leaf, told)) };
  }
}

function blockOf(text: string, leaf: Leaf, told: Told): Block {
  const { from, to, quotes } = leaf;
  const source = withoutMarks(text, from, to, quotes);
  const opening = leaf.isFirst ? OPENINGS[leaf.within.at(-1) ?? '']?.exec(source)?.[0].length : undefined;
  const said = opening === undefined ? source : source.slice(opening);
  return { start: from + (opening ?? 0), text: mask(said, told), kinds: kindsOf(leaf) };
}

function kindsOf({ name, within }: Leaf): TextKinds {
  const base = /Heading/.test(name) ? 'heading' : 'prose';
  return within.some(container => container.endsWith('List')) ? kindSet(base, 'list-item') : kindSet(base);
}

/** Unit for unit over the source. */
function mask(source: string, told: Told): string {
  let [masked, at] = ['', 0];
  for (const { name, from, to } of inlinesOf(source, told, PROSE)) {
    const raw = source.slice(from, to);
    masked += soften(source.slice(at, from));
    masked += PAINT[name]?.(raw, source[to]) ?? ' '.repeat(raw.length);
    at = to;
  }
  return masked + soften(source.slice(at));
}

/** "$5 and $10": by Pandoc's rule math hugs its dollars, and no digit follows. */
function isMoney(raw: string, next = ''): boolean {
  return !raw.startsWith('$$') && (/^\$\s|\s\$$/.test(raw) || /\d/.test(next));
}
