import type { ManifestTask } from '../model/manifest.ts';
import type { Encoded } from '../text/tokenizer.ts';

/** A single word is a heading or a name as often as a statement. */
const MIN_WORDS = 2;

/** Share of the words that the model must know: below, it guesses from function words. */
const MIN_KNOWN = 0.5;

/** Whether a task says that it does not know: too short, mostly unknown words, another language, or unsure. */
export function abstains(
  task: Pick<ManifestTask, 'languages' | 'threshold'>,
  encoded: Pick<Encoded, 'words' | 'known'>,
  language: string,
  best: number,
): boolean {
  return (
    encoded.words < MIN_WORDS ||
    encoded.known < MIN_KNOWN * encoded.words ||
    (language !== 'und' && task.languages.length > 0 && !task.languages.includes(baseOf(language))) ||
    best < task.threshold
  );
}

/** `zh-Hans` reads as `zh`. */
const baseOf = (language: string) => language.split('-')[0];
