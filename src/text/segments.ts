import { bySentence, detectDocumentLanguage, hasContent } from './blockSegments.ts';
import { extractorFor } from './extractors.ts';
import { detectLanguage } from './language.ts';
import { normalise } from './mask.ts';
import { type Block, blocksOf, proseStart } from './prose.ts';
import type { Segment } from './segment.ts';

export interface SegmentOptions {
  /** VS Code's language id: which extractor finds the prose. */
  languageId: string;
  /** Default `sentence`. */
  by?: 'sentence' | 'line' | 'document';
}

/**
 * The segments of a document, in order, not overlapping. By sentence or document they are prose alone and begin
 * and end with it; by line they are the lines as they stand, empty ones included. A byte-order mark is in none.
 */
export function segmentText(text: string, options: SegmentOptions): Segment[] {
  const { languageId, by = 'sentence' } = options;
  const from = proseStart(text);
  if (by === 'line') return lines(text, from);
  const found = blocksOf(extractorFor(languageId), text.slice(from)).filter(hasContent);
  const blocks = found.map(block => ({ start: from + block.start, text: block.text }));
  const language = detectDocumentLanguage(blocks);
  return by === 'document' ? whole(blocks, language) : blocks.flatMap(block => bySentence(block, language));
}

/** Lines end at LF or CRLF alone; the last terminator starts none. Each has a language of its own. */
function lines(text: string, from: number): Segment[] {
  const segments: Segment[] = [];
  for (let start = from; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const next = newline < 0 ? text.length : newline + 1;
    let end = newline < 0 ? text.length : newline;
    if (newline > start && text[newline - 1] === '\r') end--;
    const line = normalise(text.slice(start, end));
    segments.push({ start, end, text: line, language: detectLanguage(line) });
    start = next;
  }
  return segments;
}

function whole(blocks: Block[], language: string): Segment[] {
  const first = blocks.at(0);
  const last = blocks.at(-1);
  if (!first || !last) return [];
  const start = first.start + first.text.search(/\S/);
  const end = last.start + last.text.trimEnd().length;
  return [{ start, end, text: blocks.map(block => normalise(block.text)).join(' '), language }];
}
