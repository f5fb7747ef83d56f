import type { Example } from './examples.ts';

/** A word, in whatever script, as opposed to the numbers and letters that labels may be counted by. */
const WORD = /\p{L}{2}|\p{Script=Han}/u;

/**
 * The names of labels as examples of them: `cancel_order` is likely to be about cancelling an order.
 * @param truth the labels of the examples, as indices; of a label without an example its name is none either
 */
export function namesAsExamples(
  labels: readonly string[],
  truth: readonly number[],
): Pick<Example, 'text' | 'label'>[] {
  const used = new Set(truth);
  return labels.flatMap((name, label) =>
    used.has(label) && WORD.test(name) ? [{ text: inWords(name), label }] : [],
  );
}

function inWords(name: string): string {
  return name
    .replace(/(\p{Ll})(?=\p{Lu})/gu, '$1 ')
    .replace(/[_\-./]+/g, ' ')
    .trim();
}
