/** `guard.jsonl`: texts that a tuned model is asked beside the one it came from, so that nothing is forgotten unseen. */
import * as z from 'zod';
import { errors, messageOf } from '../base/errors.ts';
import { isAsked, TEXT_KINDS } from '../base/textKinds.ts';
import { say } from '../base/words.ts';
import type { ManifestTask } from './manifest.ts';

const guardText = z.object({
  text: z.string().min(1),
  /** BCP-47. */
  language: z.string(),
  /** What the text may stand as. */
  kinds: z.array(z.enum(TEXT_KINDS)).min(1),
});

export type GuardText = z.infer<typeof guardText>;

/** @param location for messages: the bundle */
export function readGuard(bytes: Uint8Array, location: string): GuardText[] {
  const lines = new TextDecoder().decode(bytes).split('\n');
  return lines.flatMap((line, n) => {
    if (line === '') return [];
    try {
      return [guardText.parse(JSON.parse(line))];
    } catch (error) {
      throw errors.badBundle(
        location,
        say('a text on line {0} of guard.jsonl', `${n + 1}`),
        messageOf(error),
      );
    }
  });
}

export function writeGuard(texts: readonly GuardText[]): Uint8Array {
  const lines = texts.map(({ text, language, kinds }) => `${JSON.stringify({ text, language, kinds })}\n`);
  return new TextEncoder().encode(lines.join(''));
}

/** Whether a task is asked of such a text: by its languages and its scope. */
export function guards(
  { language, kinds }: GuardText,
  { languages, scope }: Pick<ManifestTask, 'languages' | 'scope'>,
): boolean {
  return (languages.length === 0 || languages.includes(language)) && isAsked(scope, kinds);
}
