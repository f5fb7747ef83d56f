import { isAsked } from '../base/textKinds.ts';
import type { ManifestTask } from '../model/manifest.ts';
import type { AbstainReason } from '../protocol/scores.ts';
import type { Segment } from '../text/segment.ts';
import type { Encoded } from '../text/tokenizer.ts';

/** A single word is a heading or a name as often as a statement. */
const MIN_WORDS = 2;

/** Share of the words that the model must know: below, it guesses from function words. */
const MIN_KNOWN = 0.5;

/**
 * Why a task does not answer; undefined where it does.
 * @param best the probability of its most probable label
 */
export function reasonToAbstain(
  task: Pick<ManifestTask, 'languages' | 'threshold' | 'scope'>,
  encoded: Pick<Encoded, 'words' | 'known'>,
  { language, kinds }: Pick<Segment, 'language' | 'kinds'>,
  best: number,
): AbstainReason | undefined {
  if (!isAsked(task.scope, kinds)) return 'scope';
  if (encoded.words < MIN_WORDS) return 'short';
  if (language !== 'und' && task.languages.length > 0 && !task.languages.includes(baseOf(language)))
    return 'language';
  if (encoded.known < MIN_KNOWN * encoded.words) return 'unknown-words';
  return best < task.threshold ? 'unsure' : undefined;
}

/** `zh-Hans` reads as `zh`. */
const baseOf = (language: string) => language.split('-')[0];
