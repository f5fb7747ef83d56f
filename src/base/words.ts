/** Words that a user sees, wherever they come from: English until who shows them looks their translation up. */

/** A sentence or a part of one, `{0}`, `{1}`... being its arguments: English, and the key of its translation (`l10n/`). */
export interface Words {
  readonly sentence: string;
  readonly args: readonly Said[];
}

/** A string stays as it is: a name, a number, what another program says. */
export type Said = string | Words;

/** Words of ours. The sentence is a plain literal: `test/unit/l10n` reads it, and misses no translation of it. */
export function say(sentence: string, ...args: Said[]): Words {
  return { sentence, args };
}

/** @param by puts arguments into their places, after it looked the sentence up where it is to be translated */
export function spoken(said: Said, by: (sentence: string, args: string[]) => string): string {
  if (typeof said === 'string') return said;
  return by(
    said.sentence,
    said.args.map(part => spoken(part, by)),
  );
}

/** Several reasons, one after the other; at least one. */
export function joined(first: Said, ...others: Said[]): Said {
  return others.reduce<Said>((all, said) => say('{0}; {1}', all, said), first);
}

export function inEnglish(said: Said): string {
  return spoken(said, (sentence, args) => sentence.replace(/\{(\d+)\}/g, (place, n) => args[n] ?? place));
}
