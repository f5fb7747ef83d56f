import { decodeString } from 'micromark-util-decode-string';
import { inlinesOf } from './markdownInline.ts';
import { type Leaf, markdownPieces } from './markdownPieces.ts';
import { proseStart, type Told } from './prose.ts';

/** Begins a section, which ends where the next one of its level or above begins. */
export interface Heading {
  /** UTF-16 offset into the document. */
  start: number;
  /** 1 to 6. */
  level: number;
  /** Plain text, code included; empty where the heading says nothing. */
  title: string;
}

/** Languages whose documents have sections. */
const WITH_SECTIONS: ReadonlySet<string> = new Set(['markdown', 'mdx']);
/** What a reader sees something inside of. */
const SEEN = new Set([
  ...['Emphasis', 'StrongEmphasis', 'Strikethrough', 'Link', 'Image', 'InlineCode', 'Math'],
]);
/** What a reader sees of the rest, which is nothing of marks, addresses and HTML. */
const SAID: Readonly<Record<string, (raw: string) => string>> = {
  Escape: raw => raw.slice(1),
  Entity: decodeString,
};

/** A line that may be a heading or underline one. Reading Markdown takes a while: where there is none, it is not read. */
const CANDIDATE = /^ {0,3}(?:#{1,6}(?:\s|$)|(?:=+|-+)[ \t]*$)/m;

/** A document's headings, in order; none in a language that knows no sections. */
export function headingsOf(text: string, languageId: string): Heading[] {
  const from = proseStart(text);
  const marked = text.slice(from);
  if (!WITH_SECTIONS.has(languageId) || !CANDIDATE.test(marked)) return [];
  const pieces = [...markdownPieces(marked)];
  const told = new Set(pieces.flatMap(({ tells }) => tells));
  // A heading inside of a container is somebody else's, or an item's: it begins no section of the document.
  const leaves = pieces.flatMap(piece =>
    piece.leaves.filter(({ name, within }) => /\d/.test(name) && within.length === 0),
  );
  return leaves.map(leaf => ({
    start: from + leaf.start,
    level: Number(leaf.name.at(-1)),
    title: titleOf(marked, leaf, name => told.has(name)),
  }));
}

function titleOf(text: string, leaf: Leaf, told: Told): string {
  const source = text.slice(leaf.from, leaf.to);
  let [title, at] = ['', 0];
  for (const { name, from, to } of inlinesOf(source, told, SEEN)) {
    title += source.slice(at, from) + (SAID[name]?.(source.slice(from, to)) ?? '');
    at = to;
  }
  return (title + source.slice(at)).replace(/\s+/g, ' ').trim();
}
