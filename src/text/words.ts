/** What every web address becomes: addresses are endless, and only that there is one says anything. */
export const URL_TOKEN = '<url>';
/** What every @mention becomes. */
export const USER_TOKEN = '<user>';

/** Tags of documentation comments: an `@` before them mentions nobody. */
const DOC_TAGS =
  'param|returns?|throws?|exception|see|link|code|todo|fixme|deprecated|since|author|version|type|override|private|public';

/** Han, Kana and Hangul: written without spaces or inflected by syllable, read by character. */
const CJK = String.raw`[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}]`;
const UPPER = String.raw`(?:\p{Lu}\p{M}*)`;
const LOWER = String.raw`[[\p{L}\p{M}]--\p{Lu}--${CJK}]`;
const PICTOGRAPH = String.raw`(?:[\p{Emoji_Presentation}\p{Extended_Pictographic}]\p{Emoji_Modifier}?)`;

/**
 * One alternative a kind of word, tried in this order; what none matches (spaces, controls, the underscore
 * inside snake_case) is skipped. No two adjacent repeats share a character, so matching is linear.
 */
const WORD = new RegExp(
  [
    String.raw`(?:[Hh][Tt]{2}[Pp][Ss]?:\/\/|www\.)[!#-;=?-\[\]_a-z~]*[#%&*+\-\/-9=@A-Z_a-z~]`,
    String.raw`(?<![\p{L}\p{N}_])@(?!(?:${DOC_TAGS})\b)\w+`,
    String.raw`\p{RI}\p{RI}|[#*0-9]\u20E3|${PICTOGRAPH}(?:\u200D${PICTOGRAPH})*(?:[\u{E0020}-\u{E007F}]+)?`,
    CJK,
    // "HTTPServer" is http + server, "APIs" one word, "parseFile" parse + file; apostrophes stay inside.
    String.raw`(?:${UPPER}{2,}s(?!\p{L})|${UPPER}+(?!${LOWER})|${UPPER}?${LOWER}+)(?:'[\p{L}--${CJK}]+)*`,
    String.raw`\p{N}+(?:[.,]\p{N}+)*`,
    String.raw`(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])`,
    String.raw`[^\s\p{C}_]`,
  ].join('|'),
  'gv',
);

/** Invisible inside a word: soft hyphen, zero-width space, (non-)joiners of text, direction marks, variants. */
const INVISIBLE = /[\u00AD\u200B\u200C\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]|[\uFE00-\uFE0F]/g;

/** "soooooo" has no end of spellings; three letters keep what it says. */
const DRAWN_OUT = /(\p{L})\1{3,}/gu;

/** UTF-16 units read at a time, so that the beginning of a huge text costs no more than a small one. */
const CHUNK = 4096;

/**
 * The words of `text`, lower-cased and NFKC-normalised: words with inner apostrophes, numbers, emoji (a whole
 * cluster), CJK characters and punctuation marks one by one; letters drawn out are cut to three. Addresses and mentions become {@link URL_TOKEN}
 * and {@link USER_TOKEN}. Stops after `limit` words.
 */
export function words(text: string, limit = Number.POSITIVE_INFINITY): string[] {
  const result: string[] = [];
  for (let start = 0; start < text.length && result.length < limit; ) {
    const end = chunkEnd(text, start);
    for (const word of normalise(text.slice(start, end)).match(WORD) ?? []) {
      if (result.length >= limit) break;
      result.push(canonical(word));
    }
    start = end;
  }
  return result;
}

/** Cuts before a space where there is one, and never between the halves of a surrogate pair. */
function chunkEnd(text: string, start: number): number {
  const end = start + CHUNK;
  if (end >= text.length) return text.length;
  const chunk = text.slice(start, end);
  const space = Math.max(chunk.lastIndexOf(' '), chunk.lastIndexOf('\n'));
  if (space > 0) return start + space;
  const unit = text.charCodeAt(end - 1);
  return unit >= 0xd800 && unit < 0xdc00 ? end - 1 : end;
}

/** A word, and the UTF-16 span of the text that it came from; `end` is exclusive. */
export interface LocatedWord {
  word: string;
  start: number;
  end: number;
}

/**
 * `words`, and where they are: for who asks, because that costs several times as much. Characters are normalised a
 * grapheme at a time, which is where normalising forms and splits them.
 */
export function locatedWords(text: string, limit = Number.POSITIVE_INFINITY): LocatedWord[] {
  const result: LocatedWord[] = [];
  for (let start = 0; start < text.length && result.length < limit; ) {
    const end = chunkEnd(text, start);
    const { normalised, origins } = normaliseByGrapheme(text.slice(start, end));
    for (const { 0: word, index } of normalised.matchAll(WORD)) {
      if (result.length >= limit) break;
      const last = origins[index + word.length - 1];
      result.push({
        word: canonical(word),
        start: start + origins[index].start,
        end: start + last.end,
      });
    }
    start = end;
  }
  return result;
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** `normalise`, and for each UTF-16 unit of the result the grapheme that it came from. */
function normaliseByGrapheme(chunk: string): { normalised: string; origins: Omit<LocatedWord, 'word'>[] } {
  let spelt = '';
  const origins: Omit<LocatedWord, 'word'>[] = [];
  for (const { segment, index } of graphemes.segment(chunk)) {
    const characters = unify(segment);
    spelt += characters;
    for (let n = 0; n < characters.length; n++) origins.push({ start: index, end: index + segment.length });
  }
  let normalised = '';
  const kept: typeof origins = [];
  let from = 0;
  for (const { 0: run, 1: letter, index } of spelt.matchAll(DRAWN_OUT)) {
    const shortened = index + 3 * letter.length;
    normalised += spelt.slice(from, shortened);
    kept.push(...origins.slice(from, shortened));
    from = index + run.length;
    // The letters that go belong to the last one that stays.
    kept[kept.length - 1] = { start: kept[kept.length - 1].start, end: origins[from - 1].end };
  }
  return { normalised: normalised + spelt.slice(from), origins: [...kept, ...origins.slice(from)] };
}

function normalise(chunk: string): string {
  return unify(chunk).replace(DRAWN_OUT, '$1$1$1');
}

function unify(text: string): string {
  return text.normalize('NFKC').replace(INVISIBLE, '').replaceAll('\u2019', "'");
}

function canonical(word: string): string {
  if (word.length > 1) {
    if (word[0] === '@') return USER_TOKEN;
    if (word.length > 4 && /^(?:https?:\/|www\.)/i.test(word)) return URL_TOKEN;
  }
  return word.toLowerCase();
}
