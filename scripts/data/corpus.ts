/** Text without labels, for the sentence vectors: English sentences, and pairs of an English and a Chinese one. Pure. */
import { createHash } from 'node:crypto';
import { sentences } from '../../src/text/sentences.ts';
import { splitKey } from './clean.ts';
import type { Files } from './formats.ts';
import type { Held } from './held.ts';
import { byHash, type Row } from './prepare.ts';

export interface Pair {
  en: string;
  zh: string;
}

/** In 65,536ths: one English sentence in ten is held out, with all of its translations. */
const HELD_OUT = 6554;

/**
 * Tatoeba's pairs. Neither side of a held-out pair is in training, nor is what another set holds out.
 * @param held what is held out elsewhere; the held-out pairs are added
 */
export function pairsOf(files: Files, held: Held): { train: Pair[]; test: Pair[] } {
  const text = new TextDecoder().decode(files('tatoeba-en-zh/cmn.txt'));
  const pairs = text.split(/\r?\n/).flatMap(line => {
    const [en, zh] = line.split('\t');
    return zh === undefined ? [] : [{ en, zh }];
  });
  const isHeldOut = ({ en }: Pair) =>
    createHash('sha256').update(splitKey(en)).digest().readUInt16BE() < HELD_OUT;
  const test = pairs.filter(isHeldOut);
  for (const { en, zh } of test) for (const text of [en, zh]) held.add(splitKey(text), 'tatoeba-en-zh');
  const train = pairs.filter(({ en, zh }) => !held.has(splitKey(en)) && !held.has(splitKey(zh)));
  return { train, test };
}

/** A sentence of fewer words, or of fewer letters and digits, says too little for a vector. */
const FEWEST_WORDS = 4;
const SHORTEST = 12;
/** UTF-16 units: the teacher reads the beginning of what is longer. */
const LONGEST = 400;

/**
 * English sentences out of what trains, each once, in an order that nobody chose: any beginning of it is a fair sample.
 * @param held what is held out
 */
export function corpusOf(rows: readonly Row[], pairs: readonly Pair[], held: Held): { text: string }[] {
  const found = new Map<string, { text: string }>();
  const add = (text: string) => {
    const key = splitKey(text);
    if (text.split(' ').length < FEWEST_WORDS) return;
    if (key.length >= SHORTEST && text.length <= LONGEST && !held.has(key)) found.set(key, { text });
  };
  for (const { text, language, split } of rows) {
    if (language !== 'en' || split !== 'train') continue;
    for (const [start, end] of sentences(text, 'en')) add(text.slice(start, end).trim());
  }
  for (const { en } of pairs) add(en);
  return byHash([...found.values()], splitKey);
}
