import { detectLanguage } from './language.ts';
import { normalise } from './mask.ts';
import { type Block, extractorFor } from './prose.ts';
import type { Segment } from './segment.ts';
import { sentences } from './sentences.ts';

export interface SegmentOptions {
  /** VS Code's language id: which extractor finds the prose. */
  languageId: string;
  /** Default `sentence`. */
  by?: 'sentence' | 'line' | 'document';
}

const BYTE_ORDER_MARK = '\uFEFF';
/** UTF-16 units of prose from which a document's language is told. */
const SAMPLE = 2_000;
/** What says something: a segment without any of these is none. */
const CONTENT = /[\p{L}\p{N}\p{Extended_Pictographic}\p{RI}]/u;

/**
 * The segments of a document, in order, not overlapping. By sentence or document they are prose alone and begin
 * and end with it; by line they are the lines as they stand, empty ones included. A byte-order mark is in none.
 */
export function segmentText(text: string, options: SegmentOptions): Segment[] {
  const { languageId, by = 'sentence' } = options;
  const from = text.startsWith(BYTE_ORDER_MARK) ? 1 : 0;
  if (by === 'line') return lines(text, from);
  const blocks: Block[] = [];
  for (const block of extractorFor(languageId)(text.slice(from))) {
    if (CONTENT.test(block.text)) blocks.push({ start: from + block.start, text: block.text });
  }
  const language = documentLanguage(blocks);
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

function bySentence(block: Block, documentLanguage: string): Segment[] {
  const blockLanguage = detectLanguage(normalise(block.text), documentLanguage);
  const ranges = sentences(block.text, blockLanguage);
  const segments: Segment[] = [];
  for (const [from, to] of ranges) {
    const masked = block.text.slice(from, to);
    if (!CONTENT.test(masked)) continue;
    const text = normalise(masked);
    segments.push({
      start: block.start + from + masked.search(/\S/),
      end: block.start + from + masked.trimEnd().length,
      text,
      language: ranges.length === 1 ? blockLanguage : detectLanguage(text, blockLanguage),
    });
  }
  return segments;
}

function documentLanguage(blocks: Block[]): string {
  let sample = '';
  for (const { text } of blocks) {
    sample += `${normalise(text.slice(0, SAMPLE))}\n`;
    if (sample.length >= SAMPLE) break;
  }
  return detectLanguage(sample);
}
