/** From blocks of prose to segments, and the language that they share. */
import type { TextKind } from '../base/textKinds.ts';
import { kindsOfSentence, rebased } from './kinds.ts';
import { detectLanguage } from './language.ts';
import { normalise } from './mask.ts';
import type { Block } from './prose.ts';
import type { Segment } from './segment.ts';
import { sentences } from './sentences.ts';

/** UTF-16 units of prose from which a document's language is told. */
const SAMPLE = 2_000;
/** What says something: a segment without any of these is none. */
const CONTENT = /[\p{L}\p{N}\p{Extended_Pictographic}\p{RI}]/u;
/** Which is nearly always one of these, and they are found sooner. */
const ASCII_CONTENT = /[A-Za-z\d]/;

/** Blocks without content give no segment, and say nothing about the language. */
export function hasContent({ text }: Pick<Block, 'text'>): boolean {
  return ASCII_CONTENT.test(text) || CONTENT.test(text);
}

/**
 * The block's sentences, at the block's offsets; a sentence without content is none.
 * @param kind what the whole text is, where that is known
 */
export function bySentence(block: Block, documentLanguage: string, kind: TextKind | undefined): Segment[] {
  const kinds = kind === undefined ? block.kinds : rebased(block.kinds, kind);
  const whole = normalise(block.text);
  const blockLanguage = detectLanguage(whole, documentLanguage);
  const ranges = sentences(block.text, blockLanguage);
  const segments: Segment[] = [];
  for (const [from, to] of ranges) {
    const isWhole = ranges.length === 1;
    const masked = isWhole ? block.text : block.text.slice(from, to);
    if (!hasContent({ text: masked })) continue;
    const text = isWhole ? whole : normalise(masked);
    segments.push({
      start: block.start + from + masked.search(/\S/),
      end: block.start + from + masked.trimEnd().length,
      text,
      language: isWhole ? blockLanguage : detectLanguage(text, blockLanguage),
      kinds: kindsOfSentence(text, kinds),
    });
  }
  return segments;
}

export function detectDocumentLanguage(blocks: Iterable<Block>): string {
  return detectLanguage(languageSample(blocks));
}

/** The prose that a document's language is told from: its beginning. */
export function languageSample(blocks: Iterable<Block>): string {
  let sample = '';
  for (const { text } of blocks) {
    sample += `${normalise(text.slice(0, SAMPLE))}\n`;
    if (sample.length >= SAMPLE) break;
  }
  return sample;
}
