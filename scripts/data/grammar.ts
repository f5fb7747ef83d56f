/** A grammar of sentences: templates times word lists, expanded to labelled rows. Pure. */
import { Random } from '../../src/base/random.ts';
import { splitKey } from './clean.ts';
import { Expander, type Lists } from './expand.ts';

/** One task in one language. */
export interface Grammar {
  language: string;
  task: string;
  labels: string[];
  /** For the model card: what it is. */
  about: string;
  /** How sentences without a final mark may end. */
  ends: string;
  /** The share of rows in [0, 1] that are written as in a chat: in small letters, and respelt. */
  casual: number;
  /** What a casual row has instead: a regular expression and its replacement. */
  respell: [string, string][];
  lists: Lists;
  groups: Group[];
}

/** Templates of one construction. */
export interface Group {
  name: string;
  label: string;
  /** How often each of its templates comes up beside one of weight 1. */
  weight: number;
  /** In place of the grammar's own. */
  ends?: string;
  templates: string[];
}

export interface GrammarRow {
  text: string;
  label: string;
  language: string;
  task: string;
}

/** How often a template may repeat what is there before it counts as used up. */
const patience = 12;

/**
 * `perTask` rows of each task and language, each label as often as the others as far as its templates reach. No text
 * stands twice, not even in other spelling.
 */
export function grammarRows(
  grammars: Grammar[],
  { seed, perTask }: { seed: number; perTask: number },
): GrammarRow[] {
  return grammars.flatMap(grammar => {
    const random = new Random(seed);
    const seen = new Set<string>();
    const { labels, language, task } = grammar;
    const rows = labels.flatMap((label, i) => {
      const count =
        Math.floor(((i + 1) * perTask) / labels.length) - Math.floor((i * perTask) / labels.length);
      return sentences(grammar, label, count, random, seen).map(text => ({ text, label, language, task }));
    });
    return random.shuffle(rows);
  });
}

/**
 * Up to `count` sentences of one label, its templates in turn. The words of a list come in turn too, so that each is
 * equally frequent in each label: a model cannot learn the label from the word.
 */
function sentences(
  grammar: Grammar,
  label: string,
  count: number,
  random: Random,
  seen: Set<string>,
): string[] {
  const found: string[] = [];
  const expander = new Expander(grammar.lists, random);
  let templates = grammar.groups
    .filter(group => group.label === label)
    .flatMap(({ weight, templates, ends = grammar.ends }) =>
      templates.flatMap(template => Array<Template>(weight).fill({ template, ends })),
    );
  while (found.length < count && templates.length > 0) {
    const usedUp = new Set<string>();
    for (const each of random.shuffle([...templates]).slice(0, count - found.length)) {
      const text = newSentence(() => written(grammar, expander, each, random), seen);
      if (text === undefined) usedUp.add(each.template);
      else found.push(text);
    }
    templates = templates.filter(({ template }) => !usedUp.has(template));
  }
  return found;
}

interface Template {
  template: string;
  ends: string;
}

function newSentence(write: () => string, seen: Set<string>): string | undefined {
  for (let i = 0; i < patience; i++) {
    const text = write();
    const key = splitKey(text);
    if (seen.has(key)) continue;
    seen.add(key);
    return text;
  }
}

/** One expansion, with a final mark, capitals and the right article, or as in a chat. */
function written(grammar: Grammar, expander: Expander, { template, ends }: Template, random: Random): string {
  const expanded = expander.expand(template);
  const ended = /[\p{L}\p{N})"'”’」*]$/u.test(expanded) ? expanded + expander.expand(ends) : expanded;
  const text = sentenceCase(
    withArticles(
      ended
        .replace(/\s+/g, ' ')
        .replace(/ ([,;:.!?])/g, '$1')
        .trim(),
    ),
  );
  if (random.next() >= grammar.casual) return text;
  return grammar.respell
    .filter(() => random.next() < 0.5)
    .reduce((respelt, [from, to]) => respelt.replace(new RegExp(from, 'g'), to), text.toLowerCase())
    .trim();
}

/** `a` before a vowel becomes `an`: by letter, with the usual exceptions by sound. */
function withArticles(text: string): string {
  return text.replace(
    /\b([Aa]) (?=[aeiouAEIOU]|hour|honest|honou?r|HTTP|XML|SQL|SSL)(?!uni|use|usa|usu|euro|one\b|once|Euro|Uni|USB|ubi)/g,
    '$1n ',
  );
}

function sentenceCase(text: string): string {
  return text.replace(
    /(^["“(]?|[.!?]["”]? ["“]?)(\p{Ll})/gu,
    (_, before, letter) => before + letter.toUpperCase(),
  );
}
