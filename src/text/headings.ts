import { decodeString } from 'micromark-util-decode-string';
import { type Event, markdownPieces, type Token } from './markdownPieces.ts';

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
/** A heading inside of these is somebody else's, or an item's: it begins no section of the document. */
const CONTAINERS = new Set<string>(['blockQuote', 'gfmFootnoteDefinition', 'listOrdered', 'listUnordered']);
const HEADINGS = new Set<string>(['atxHeading', 'setextHeading']);
/** Tokens that a reader sees; what they hold is not looked into. */
const SEEN = new Set<string>(['data', 'codeTextData', 'mathTextData', 'characterEscapeValue']);
/** Tokens that a reader does not see, whatever they hold. */
const UNSEEN = new Set<string>(['gfmFootnoteCall', 'reference', 'resource', 'htmlText']);

/** A line that may be a heading or underline one. Reading Markdown takes a while: where there is none, it is not read. */
const CANDIDATE = /^ {0,3}(?:#{1,6}(?:\s|$)|(?:=+|-+)[ \t]*$)/m;

/** A document's headings, in order; none in a language that knows no sections. */
export function headingsOf(text: string, languageId: string): Heading[] {
  const from = text.startsWith('\uFEFF') ? 1 : 0;
  const marked = text.slice(from);
  if (!WITH_SECTIONS.has(languageId) || !CANDIDATE.test(marked)) return [];
  return [...markdownPieces(marked)].flatMap(({ start, text: piece, events = [] }) =>
    pieceHeadings(piece, events).map(heading => ({ ...heading, start: from + start + heading.start })),
  );
}

function pieceHeadings(text: string, events: readonly Event[]): Heading[] {
  const headings: Heading[] = [];
  let depth = 0;
  let open: Heading | undefined;
  let unseen: Token | undefined;
  for (const [kind, token] of events) {
    const raw = () => text.slice(token.start.offset, token.end.offset);
    if (CONTAINERS.has(token.type)) depth += kind === 'enter' ? 1 : -1;
    else if (depth > 0) continue;
    else if (token === unseen) unseen = undefined;
    else if (HEADINGS.has(token.type) && kind === 'enter') {
      open = { start: token.start.offset, level: levelOf(raw()), title: '' };
      headings.push(open);
    } else if (open === undefined || unseen !== undefined) continue;
    else if (HEADINGS.has(token.type)) {
      open.title = open.title.replace(/\s+/g, ' ').trim();
      open = undefined;
    } else if (kind === 'exit') continue;
    else if (UNSEEN.has(token.type)) unseen = token;
    else if (SEEN.has(token.type)) open.title += raw();
    else if (token.type === 'characterReference') open.title += decodeString(raw());
    else if (token.type === 'lineEnding') open.title += ' ';
  }
  return headings;
}

/** By its hashes, or by what underlines it. */
function levelOf(source: string): number {
  const hashes = /^#+/.exec(source)?.[0].length;
  return hashes ?? (/=\s*$/.test(source) ? 1 : 2);
}
