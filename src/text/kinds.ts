/** Sets of kinds, few and shared: a document has a hundred thousand segments and some ten sets. */
import { TEXT_KINDS, type TextKind, type TextKinds } from '../base/textKinds.ts';

/** By a bit a kind. */
const sets = new Map<number, TextKinds>();

/** The set of these kinds. The same kinds are the same array. */
export function kindSet(...kinds: readonly TextKind[]): TextKinds {
  const bits = kinds.reduce((sum, kind) => sum | (1 << TEXT_KINDS.indexOf(kind)), 0);
  const known = sets.get(bits);
  if (known !== undefined) return known;
  const set = Object.freeze(TEXT_KINDS.filter((_, bit) => bits & (1 << bit)));
  sets.set(bits, set);
  return set;
}

/** What a text is beside its base kind. */
const BESIDE: ReadonlySet<TextKind> = new Set<TextKind>(['list-item', 'question']);

/**
 * A part's kinds where the whole text is known to be of another kind than prose: a heading in a comment is a comment,
 * an item in one both. What comes beside a base kind comes beside prose.
 */
export function rebased(kinds: TextKinds, whole: TextKind): TextKinds {
  const base: TextKind[] = BESIDE.has(whole) ? ['prose', whole] : [whole];
  return kindSet(...base, ...kinds.filter(kind => BESIDE.has(kind)));
}

/** A question mark at the end, with what closes behind it: `“Why?”`, `（为什么？）`, `Really?!`. */
const QUESTION = /[?？؟][!！]*[\p{Pe}\p{Pf}\p{Pi}"'\s]*$/u;

/** A sentence's kinds. @param text normalised */
export function kindsOfSentence(text: string, kinds: TextKinds): TextKinds {
  return QUESTION.test(text) ? kindSet(...kinds, 'question') : kinds;
}
