import type { TextKind, TextKinds } from '../base/textKinds.ts';
import { bySentence, detectDocumentLanguage, hasContent } from './blockSegments.ts';
import { extractorFor, kindOfLanguage, kindsOfText } from './extractors.ts';
import { kindsOfSentence, rebased } from './kinds.ts';
import { detectLanguage } from './language.ts';
import { normalise } from './mask.ts';
import { type Block, proseStart, reader } from './prose.ts';
import type { Segment } from './segment.ts';

export interface SegmentOptions {
  /** VS Code's language id: which extractor finds the prose. */
  languageId: string;
  /** Default `sentence`. */
  by?: 'sentence' | 'line' | 'document';
  /** What the whole text is, where the caller knows; default: by the language id and by the place. */
  kind?: TextKind;
}

/**
 * The segments of a document, in order, not overlapping. By sentence or document they are prose alone and begin
 * and end with it; by line they are the lines as they stand, empty ones included. A byte-order mark is in none.
 */
export function segmentText(text: string, options: SegmentOptions): Segment[] {
  return Array.from(eachSegment(text, options));
}

/** `segmentText`, as it goes: a long text's segments, and what they are made of, need not be held at once. */
export function* eachSegment(
  text: string,
  { languageId, by = 'sentence', kind }: SegmentOptions,
): Generator<Segment, void> {
  if (by === 'line') return yield* lines(text, proseStart(text), rebased([], kind ?? 'prose'));
  const blocks = proseOf(text, languageId);
  // Reads the beginning, which is read again: a piece is small.
  const language = detectDocumentLanguage(blocks());
  if (by === 'document') yield* asOne([...blocks()], language, kindsOfText(languageId, kind));
  else for (const block of blocks()) yield* bySentence(block, language, kind ?? kindOfLanguage(languageId));
}

/** Starts on the blocks of prose that say something, as often as it is called. */
function proseOf(text: string, languageId: string): () => Generator<Block> {
  const from = proseStart(text);
  const blocks = reader(extractorFor(languageId), text.slice(from));
  return function* () {
    for (const block of blocks()) {
      if (hasContent(block)) yield from === 0 ? block : { ...block, start: from + block.start };
    }
  };
}

/** Lines end at LF or CRLF alone; the last terminator starts none. Each has a language of its own. */
function* lines(text: string, from: number, kinds: TextKinds): Generator<Segment> {
  for (let start = from; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const next = newline < 0 ? text.length : newline + 1;
    let end = newline < 0 ? text.length : newline;
    if (newline > start && text[newline - 1] === '\r') end--;
    const line = normalise(text.slice(start, end));
    yield { start, end, text: line, language: detectLanguage(line), kinds: kindsOfSentence(line, kinds) };
    start = next;
  }
}

function asOne(blocks: Block[], language: string, kinds: TextKinds): Segment[] {
  const first = blocks.at(0);
  const last = blocks.at(-1);
  if (!first || !last) return [];
  const start = first.start + first.text.search(/\S/);
  const end = last.start + last.text.trimEnd().length;
  return [{ start, end, text: blocks.map(block => normalise(block.text)).join(' '), language, kinds }];
}
