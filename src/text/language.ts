import { eld } from 'eld/extrasmall';
import { BoundedMap } from '../base/boundedMap.ts';

/** No language: not enough text to tell. */
export const UNDETERMINED = 'und';

/** UTF-16 units that are looked at: more changes nothing. */
const SAMPLE = 1_000;

/**
 * The detector's lead over the expected language, times the number of letters, from which on it is believed.
 * Without an expectation four: "Das ist gut" is German, "npm install" no Norwegian. Against one that is known
 * from more text ten, so that no short sentence flips.
 */
const LEAD_UNEXPECTED = 4;
const LEAD_AGAINST = 10;
/** Closer than this to the detector's first choice, English is it: most text beside code is. */
const CLOSE = 0.05;
/** Below this no score means anything. */
const LEAST_SCORE = 0.5;
/** Fewer letters prove nothing. */
const LEAST_LETTERS = 5;

/** Words that of all languages in its letters English alone has; and words that others have as well. */
const ENGLISH =
  /\b(?:(the|that|this|with|from|you|your|which|when|these|those|should|would|could|been|their|about|other|there|because|does|using|only|they|our|any|each|same|how|what|where|why|while|before|after|between|without|than|then|were|did|used?|uses|must|makes?|allows?|added|removed|returns|given|such|every|into|some|many)|and|of|to|is|it|its|for|in|on|as|or|an?|by|be|are|not|can|will|if|we|has|have)\b/gi;
/** UTF-16 units to one of the latter, or half of one of the former, at most: a quotation makes no English text. */
const SPARSE = 16;

/** What the detector said, by the language that was expected and the text; it takes longer than to find a text's sentences. */
const detected = new BoundedMap<string>(64 * 1024, key => 2 * key.length);

const CJK: ReadonlySet<string> = new Set(['zh', 'ja', 'ko']);

/**
 * The BCP-47 language of `text`. `fallback` is what the text around it is in: it holds unless the script or strong
 * evidence speaks against it.
 */
export function detectLanguage(text: string, fallback: string = UNDETERMINED): string {
  const sample = text.slice(0, SAMPLE);
  const plain = asciiLetters(sample);
  if (plain !== undefined) return plain === 0 ? fallback : detectByLetters(sample, plain, latin(fallback));
  const han = count(sample, /\p{Script=Han}/gu);
  const kana = count(sample, /[\p{Script=Hiragana}\p{Script=Katakana}]/gu);
  const hangul = count(sample, /\p{Script=Hangul}/gu);
  const letters = count(sample, /\p{L}/gu) - han - kana - hangul;
  if (letters + han + kana + hangul === 0) return fallback;
  // A character of these scripts says as much as two letters.
  if (2 * (han + kana + hangul) >= letters) {
    if (hangul > han + kana) return 'ko';
    return 10 * kana > han ? 'ja' : 'zh';
  }
  return detectByLetters(sample, letters, latin(fallback));
}

/** What is mostly letters is in none of these, whatever is around it. */
const latin = (fallback: string) => (CJK.has(fallback) ? UNDETERMINED : fallback);

/** How many letters a text of ASCII has, which most texts are; undefined where it is none. Counted without a match each. */
function asciiLetters(text: string): number | undefined {
  let letters = 0;
  for (let n = 0; n < text.length; n++) {
    const code = text.charCodeAt(n);
    if (code > 0x7f) return undefined;
    const lower = code | 0x20;
    if (lower >= 0x61 && lower <= 0x7a) letters++;
  }
  return letters;
}

function detectByLetters(sample: string, letters: number, fallback: string): string {
  // A lead is at most 1.
  if (letters < (fallback === UNDETERMINED ? LEAST_LETTERS : LEAD_AGAINST)) return fallback;
  // One word is a name as likely as not.
  if (fallback !== UNDETERMINED && /^[!-~]*$/.test(sample)) return fallback;
  if (fallback === 'en' && isEnglish(sample)) return 'en';
  const key = `${fallback} ${sample}`;
  const known = detected.get(key);
  if (known !== undefined) return known;
  const language = detectWith(sample, letters, fallback);
  detected.set(key, language);
  return language;
}

/** Whether the detector need not be asked where English is expected. */
function isEnglish(text: string): boolean {
  let [weight, isOwn] = [0, false];
  ENGLISH.lastIndex = 0;
  for (let word = ENGLISH.exec(text); word !== null; word = ENGLISH.exec(text)) {
    weight += word[1] === undefined ? 1 : 2;
    isOwn ||= word[1] !== undefined;
    if (isOwn && weight * SPARSE >= text.length) return true;
  }
  return false;
}

function detectWith(sample: string, letters: number, fallback: string): string {
  const result = eld.detect(sample);
  const best = result.language;
  if (!best || best === fallback) return fallback;
  const scores = result.getScores();
  const expected = scores[fallback === UNDETERMINED ? 'en' : fallback] ?? 0;
  const lead = scores[best] - expected;
  if (fallback !== UNDETERMINED) return lead * letters >= LEAD_AGAINST ? best : fallback;
  if (lead < CLOSE && expected >= LEAST_SCORE) return 'en';
  return lead * letters >= LEAD_UNEXPECTED && scores[best] >= LEAST_SCORE ? best : UNDETERMINED;
}

function count(text: string, characters: RegExp): number {
  return text.match(characters)?.length ?? 0;
}
