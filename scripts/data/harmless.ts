/**
 * Text from where a task's own data never looked, with the label that says that there is nothing to see: documentation,
 * comments in code and everyday sentences. Without it a model that learnt from tweets calls documentation toxic. Pure.
 */
import { splitKey } from './clean.ts';
import type { Pair } from './corpus.ts';
import { byHash } from './prepare.ts';

/** A sentence of documentation or of a comment, and what kind of text it is. */
export interface Sentence {
  text: string;
  kind: string;
}

export interface Texts {
  /** By language. */
  documents: Record<string, Sentence[]>;
  comments: Record<string, Sentence[]>;
  pairs: Pair[];
}

export interface Harmless {
  task: string;
  language: 'en' | 'zh';
  label: string;
  from: keyof Texts;
  rows: number;
  /** Of these kinds alone. */
  kinds?: string[];
  /** Leaves out what judges: most such sentences are no fact. */
  factual?: boolean;
}

const many = (
  task: string,
  label: string,
  wanted: [Harmless['from'], 'en' | 'zh', number][],
  factual = false,
) => wanted.map(([from, language, rows]): Harmless => ({ task, label, from, language, rows, factual }));

export const harmless: Harmless[] = [
  ...many('toxicity', 'none', [
    ['documents', 'en', 7000],
    ['comments', 'en', 4000],
    ['pairs', 'en', 8000],
    ['documents', 'zh', 3500],
    ['comments', 'zh', 1500],
    ['pairs', 'zh', 8000],
  ]),
  ...many(
    'sentiment',
    'neutral',
    [
      ['documents', 'en', 7000],
      ['comments', 'en', 4000],
      ['documents', 'zh', 3500],
      ['comments', 'zh', 2500],
    ],
    true,
  ),
  ...many(
    'emotion',
    'neutral',
    [
      ['documents', 'en', 3000],
      ['comments', 'en', 1000],
      ['documents', 'zh', 1500],
    ],
    true,
  ),
  ...many('technical-debt', 'none', [
    ['documents', 'en', 4000],
    ['comments', 'en', 6000],
    ['pairs', 'en', 2000],
  ]),
  ...many('politeness', 'neutral', [['documents', 'en', 2000]]),
  ...many('hate', 'none', [
    ['documents', 'en', 1500],
    ['pairs', 'en', 2500],
  ]),
  ...many('irony', 'none', [
    ['documents', 'en', 700],
    ['pairs', 'en', 800],
  ]),
  { task: 'clickbait', language: 'en', label: 'none', from: 'documents', kinds: ['heading'], rows: 2000 },
];

/** Words that judge, in either language: a coarse sieve, and a sentence more or less does no harm. */
const JUDGES =
  /\b(?:amazing|awesome|awful|bad(?:ly)?|beautiful(?:ly)?|best|better|blazing(?:ly)?|brilliant|broken|clean|cool|crap|crazy|delight\w*|eas(?:y|ily|ier)|elegant(?:ly)?|enjoy\w*|excellent|fail\w*|fantastic|fast(?:er|est)?|favou?rite|fun|glad|good|great(?:ly)?|happy|hate\w*|horrible|incredibl[ey]|love\w*|lovely|modern|nice(?:ly)?|perfect(?:ly)?|poor(?:ly)?|powerful|pretty|problem\w*|robust|sad(?:ly)?|simple|simply|slow(?:er|ly)?|sorry|stupid|sucks?|terribl[ey]|thanks?|thank you|ugly|unfortunately|useful|useless|welcome|wonderful|worse|worst|wrong)\b|[!！]|好|优|棒|美|爱|强大|简单|简洁|方便|快速|高性能|完美|优雅|轻松|喜欢|感谢|欢迎|糟|差|坏|抱歉|遗憾|失败|错误|慢/i;

/**
 * The rows of one line of the table, chosen by hash.
 * @param held keys of what any task holds out
 */
export function harmlessRows(
  { task, label, language, from, rows, kinds, factual }: Harmless,
  texts: Texts,
  held: { has(key: string): boolean },
): { text: string; label: string; source: string }[] {
  const all: Sentence[] =
    from === 'pairs'
      ? texts.pairs.map(pair => ({ text: pair[language], kind: 'prose' }))
      : (texts[from][language] ?? []);
  const fit = all.filter(
    ({ text, kind }) =>
      (kinds?.includes(kind) ?? true) && !(factual && JUDGES.test(text)) && !held.has(splitKey(text)),
  );
  // Each task draws its own: no sentence is shown with every label there is.
  return byHash(fit, text => `${task} ${splitKey(text)}`)
    .slice(0, rows)
    .map(({ text }) => ({ text, label, source: from }));
}
