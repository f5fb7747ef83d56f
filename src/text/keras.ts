import { errors } from '../base/errors.ts';

export interface KerasTokenizerOptions {
  /** Only indices below this are given, so `numWords - 1` words at most; null or 0: all. */
  numWords?: number | null;
  /** Characters that become {@link split}. */
  filters?: string;
  lower?: boolean;
  split?: string;
  /** Every character (code point) is a word; nothing is filtered. */
  charLevel?: boolean;
  /** Has the index 1 and stands for every word that is not given; null: such words are left out. */
  oovToken?: string | null;
}

const FILTERS = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n';

/** `keras.preprocessing.text.Tokenizer`: the same words, the same indices, the same JSON. */
export class KerasTokenizer {
  readonly options: Required<KerasTokenizerOptions>;
  /** Word to index, from 1 on; 0 is the padding's. Most frequent first, ties by first appearance. */
  wordIndex: ReadonlyMap<string, number> = new Map();
  private readonly wordCounts = new Map<string, number>();
  private readonly wordDocs = new Map<string, number>();
  private documentCount = 0;

  constructor(options: KerasTokenizerOptions = {}) {
    const { numWords = null, filters = FILTERS, lower = true } = options;
    const { split = ' ', charLevel = false, oovToken = null } = options;
    this.options = { numWords, filters, lower, split, charLevel, oovToken };
  }

  /** Counts the words of `texts`, on top of those counted before. */
  fitOnTexts(texts: Iterable<string>): void {
    for (const text of texts) {
      this.documentCount++;
      const words = this.words(text);
      for (const word of words) this.wordCounts.set(word, (this.wordCounts.get(word) ?? 0) + 1);
      for (const word of new Set(words)) this.wordDocs.set(word, (this.wordDocs.get(word) ?? 0) + 1);
    }
    const ranked = [...this.wordCounts].sort((a, b) => b[1] - a[1]).map(([word]) => word);
    if (this.options.oovToken !== null) ranked.unshift(this.options.oovToken);
    this.wordIndex = new Map(ranked.map((word, place) => [word, place + 1]));
  }

  textsToSequences(texts: Iterable<string>): number[][] {
    return Array.from(texts, text => this.words(text).flatMap(word => this.indexOf(word) ?? []));
  }

  /** The UTF-16 spans of the words that `textsToSequences` reads, where they are not characters. */
  wordSpans(text: string): { start: number; end: number }[] {
    const { filters, split } = this.options;
    const between = new Set(filters + split);
    const spans: { start: number; end: number }[] = [];
    let inside = false;
    for (let start = 0; start < text.length; start++) {
      const separates = between.has(text[start]);
      if (separates) inside = false;
      else if (inside) spans[spans.length - 1].end = start + 1;
      else {
        inside = true;
        spans.push({ start, end: start + 1 });
      }
    }
    return spans;
  }

  private indexOf(word: string): number | undefined {
    const { numWords, oovToken } = this.options;
    const index = this.wordIndex.get(word);
    if (index !== undefined && !(numWords && index >= numWords)) return index;
    return oovToken === null ? undefined : this.wordIndex.get(oovToken);
  }

  private words(text: string): string[] {
    const { filters, lower, split, charLevel } = this.options;
    const cased = lower ? text.toLowerCase() : text;
    const characters = Array.from(cased);
    if (charLevel) return characters;
    const filtered = new Set(filters);
    const replaced = characters.map(character => (filtered.has(character) ? split : character)).join('');
    return replaced.split(split).filter(word => word !== '');
  }

  /** What Keras's `tokenizer_from_json` reads. */
  toJSON(): { class_name: 'Tokenizer'; config: Record<string, unknown> } {
    const { numWords, filters, lower, split, charLevel, oovToken } = this.options;
    const indexDocs = [...this.wordDocs].map(([word, docs]) => [this.wordIndex.get(word)!, docs] as const);
    const config = {
      num_words: numWords,
      filters,
      lower,
      split,
      char_level: charLevel,
      oov_token: oovToken,
      document_count: this.documentCount,
      word_counts: dump(this.wordCounts),
      word_docs: dump(this.wordDocs),
      index_docs: dump(indexDocs),
      index_word: dump(Array.from(this.wordIndex, ([word, index]) => [index, word] as const)),
      word_index: dump(this.wordIndex),
    };
    return { class_name: 'Tokenizer', config };
  }

  /** Reads what {@link toJSON} or Keras's `to_json` wrote. */
  static fromJSON(json: string): KerasTokenizer {
    const parsed: unknown = JSON.parse(json);
    const config = isRecord(parsed) && parsed.class_name === 'Tokenizer' ? parsed.config : undefined;
    if (!isConfig(config)) throw errors.badInput('a Keras Tokenizer', json.slice(0, 60));
    const tokenizer = new KerasTokenizer({
      numWords: config.num_words,
      filters: config.filters,
      lower: config.lower,
      split: config.split,
      charLevel: config.char_level,
      oovToken: config.oov_token,
    });
    tokenizer.documentCount = config.document_count;
    for (const [word, count] of load(config.word_counts)) tokenizer.wordCounts.set(word, count);
    for (const [word, docs] of load(config.word_docs)) tokenizer.wordDocs.set(word, docs);
    tokenizer.wordIndex = new Map(load(config.word_index));
    return tokenizer;
  }
}

interface Config {
  num_words: number | null;
  filters: string;
  lower: boolean;
  split: string;
  char_level: boolean;
  oov_token: string | null;
  document_count: number;
  word_counts: string;
  word_docs: string;
  word_index: string;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isConfig(value: unknown): value is Config {
  if (!isRecord(value)) return false;
  const strings = ['filters', 'split', 'word_counts', 'word_docs', 'word_index'];
  return strings.every(key => typeof value[key] === 'string') && typeof value.document_count === 'number';
}

/** A JSON object in the order given: JavaScript's own would move words such as "10" to the front. */
function dump(entries: Iterable<readonly [string | number, string | number]>): string {
  const members = Array.from(entries, ([key, value]) => `${ascii(String(key))}: ${ascii(value)}`);
  return `{${members.join(', ')}}`;
}

/** As Python's json.dumps writes it. */
function ascii(value: string | number): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The members of a flat JSON object of integers, in its order. */
function load(json: string): [string, number][] {
  return Array.from(json.matchAll(/("(?:[^"\\]|\\.)*")\s*:\s*(\d+)/g), ([, key, value]) => [
    JSON.parse(key) as string,
    Number(value),
  ]);
}
