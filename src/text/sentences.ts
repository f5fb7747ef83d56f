import { type Abbreviations, abbreviationsOf } from './abbreviations.ts';
import { JOINER } from './mask.ts';

/** UTF-16 units looked at on each side of a boundary. */
const CONTEXT = 48;

/** Scripts, and their marks, that set no space between sentences. */
const UNSPACED = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}！？．]/u;
/** What Intl.Segmenter leaves to the sentence before: markup after a space, an opening quote after “。”. */
const OPENS_NEXT = /(?:(?<=\s)\u2060+|(?<=\S)[\p{Ps}\p{Pi}\u2060]*[\p{Ps}\p{Pi}])$/u;
/** ASCII with no mark that ends a sentence but one at the end. */
const ONE_SENTENCE = /^[ "-\-/->@-~\u2060]+[!.?]? *$/;
const WORD_OR_NUMBER = /[\p{L}\p{N}]/u;

/**
 * The sentences of one block of prose without line breaks, as `[start, end)` with the space between them.
 * Intl.Segmenter proposes, the abbreviations of the language take back.
 */
export function sentences(text: string, language: string): [start: number, end: number][] {
  // Most blocks are a heading, a cell, an item.
  if (ONE_SENTENCE.test(text)) return [[0, text.length]];
  const abbreviations = abbreviationsOf(language);
  const result: [number, number][] = [];
  for (const { segment, index } of segmenterOf(language).segment(text)) {
    const end = index + segment.length;
    const last = result.at(-1);
    const opening = OPENS_NEXT.exec(text.slice(Math.max(last?.[0] ?? 0, index - CONTEXT), index));
    const start = index - (opening?.[0].length ?? 0);
    if (last && (!WORD_OR_NUMBER.test(segment) || continues(text, last[0], start, abbreviations)))
      last[1] = end;
    else {
      if (last) last[1] = start;
      result.push([start, end]);
    }
  }
  return result;
}

const segmenters = new Map<string, Intl.Segmenter>();

function segmenterOf(language: string): Intl.Segmenter {
  let segmenter = segmenters.get(language);
  if (!segmenter) {
    segmenter = new Intl.Segmenter(language, { granularity: 'sentence' });
    segmenters.set(language, segmenter);
  }
  return segmenter;
}

/** Whether the sentence from `start` goes on at `at`, where Intl.Segmenter ends it. */
function continues(text: string, start: number, at: number, abbreviations: Abbreviations): boolean {
  const before = text.slice(Math.max(start, at - CONTEXT), at).replaceAll(JOINER, '');
  const left = before.trimEnd();
  const right = text
    .slice(at, at + CONTEXT)
    .replaceAll(JOINER, '')
    .trimStart();
  // "x.com/?Q", "Yahoo!Inc": nothing ends without a space, except where none are written.
  if (left === before && !UNSPACED.test(left.slice(-2)) && !UNSPACED.test(right.slice(0, 1))) return true;
  // “Really?” she asked.
  if (/[!?…]["'”’»)\]]+$/u.test(left)) return /^\p{Ll}/u.test(right);
  return left.endsWith('.') && isAbbreviation(left.slice(0, -1), right, abbreviations);
}

function isAbbreviation(left: string, right: string, abbreviations: Abbreviations): boolean {
  const [word = '', previous] = left
    .split(/\s+/)
    .slice(-2)
    .reverse()
    .map(token => token.replace(/^["'“‘«([{]+/, ''));
  const { introducing, numbering, starters, ordinals } = abbreviations;
  const lower = word.toLowerCase();
  const digits = /^\d{1,3}$/.test(word);
  if (!previous && (digits || /^\p{L}$/u.test(word))) return true; // "1. First", "a. First"
  if (introducing.has(lower)) return true;
  if (numbering.has(lower) && /^\d/.test(right)) return true;
  if (digits && ordinals) return /^\p{Lu}/u.test(right);
  const next = /^[\p{L}\p{M}]+/u.exec(right)?.[0].toLowerCase();
  if (!next || starters.has(next)) return false;
  if (/^(?:\p{L}\.)+\p{L}$/u.test(word)) return true; // "U.S. Army"
  if (!/^\p{Lu}$/u.test(word) || word === 'I') return false;
  return /^\p{Lu}\./u.test(right) || /^\p{Lu}|\.$/u.test(previous ?? ''); // "J. K. Rowling", "George W. Bush"
}
