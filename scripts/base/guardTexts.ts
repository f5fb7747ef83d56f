/** Which texts a guard has: sentences of the project's grammars, and everyday ones of Tatoeba's. Pure. */
import type { TextKind } from '../../src/base/textKinds.ts';
import type { GuardText } from '../../src/model/guard.ts';
import { splitKey } from '../data/clean.ts';
import { byHash } from '../data/prepare.ts';

/** So many texts of a prepared file, and what they may stand as. */
interface Part {
  file: string;
  /** Of a row. */
  text: 'text' | 'en' | 'zh';
  language: 'en' | 'zh';
  kinds: TextKind[];
  texts: number;
}

const grammar = (task: string, language: 'en' | 'zh', kinds: TextKind[], texts: number): Part => ({
  ...{ file: `${task}.${language}.grammar.jsonl`, text: 'text', language, kinds, texts },
});

/** Grammars say what a task is about, everyday sentences what lies between its labels: there a model forgets first. */
export const parts: Part[] = [
  grammar('sentiment', 'en', ['prose', 'issue'], 200),
  grammar('emotion', 'en', ['prose', 'issue'], 200),
  grammar('toxicity', 'en', ['comment', 'issue'], 200),
  grammar('politeness', 'en', ['comment'], 200),
  grammar('technical-debt', 'en', ['comment'], 300),
  grammar('issue-type', 'en', ['issue', 'commit-message'], 200),
  grammar('question-type', 'en', ['prose'], 400),
  { file: 'pairs.train.jsonl', text: 'en', language: 'en', kinds: ['prose', 'heading'], texts: 700 },
  { file: 'pairs.train.jsonl', text: 'zh', language: 'zh', kinds: ['prose'], texts: 300 },
  grammar('sentiment', 'zh', ['prose', 'issue'], 150),
  grammar('emotion', 'zh', ['prose', 'issue'], 150),
  grammar('toxicity', 'zh', ['comment', 'issue'], 150),
];

/** Fewer letters and digits say too little. */
const SHORTEST = 6;

/**
 * In an order by hash, so that any part of a guard is a fair sample of it.
 * @param rowsOf a prepared file's rows
 * @param held what any validation or test split holds out
 */
export function guardTexts(
  rowsOf: (file: string) => readonly Record<string, unknown>[],
  held: { has(key: string): boolean },
): GuardText[] {
  const taken = new Set<string>();
  const chosen = parts.flatMap(({ file, text: field, language, kinds, texts }) => {
    const found = new Map<string, { text: string }>();
    for (const { [field]: text } of rowsOf(file)) {
      const key = splitKey(`${text}`);
      if (key.length >= SHORTEST && !held.has(key) && !taken.has(key)) found.set(key, { text: `${text}` });
    }
    return byHash([...found.values()], text => `guard ${splitKey(text)}`)
      .slice(0, texts)
      .map(({ text }): GuardText => {
        taken.add(splitKey(text));
        return { text, language, kinds: /[?？]$/.test(text) ? [...kinds, 'question'] : kinds };
      });
  });
  return byHash(chosen, splitKey);
}
