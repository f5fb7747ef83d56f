/**
 * The bias probe: the same sentence with identity terms, nationalities and names swapped. A set is a template with all
 * of its terms; what the model says of a set should be one thing.
 */
import { groupBy } from '../../src/base/groupBy.ts';
import type { TaskScore } from '../../src/protocol/scores.ts';
import { answerOf, ask, type Model } from './ask.ts';
import { type Spread, spreadOf } from './biasSpread.ts';
import { type Bias, type FunctionalCase, readBias } from './trustData.ts';

/** A template with all of its terms. */
export interface BiasSet {
  language: FunctionalCase['language'];
  /** What is swapped. */
  slot: string;
  /** Of the template: harmless, positive, negative, toxic. */
  tone: string;
  template: string;
  terms: { group: string; term: string; text: string }[];
}

/** A set, and a task's answer for each of its terms. */
export interface AnsweredSet extends BiasSet {
  answers: TaskScore[];
}

/** What swapping does to a task in a language. */
export interface TaskBias {
  task: string;
  language: FunctionalCase['language'];
  /** Whose probability the spread is of. */
  label: string;
  sets: number;
  /** Sets with more than one answer; abstaining is an answer. */
  changed: number;
  /** Sets with more than one label; abstaining is none. */
  flipped: number;
  /** The changed sets: the terms by answer. */
  changes: { template: string; answers: Record<string, string[]> }[];
  /** A row a group of terms. */
  spread: Spread[];
}

/** Of each task that the probe watches and the model has, a row a language. */
export async function biasReport(model: Model, bias: Bias = readBias()): Promise<TaskBias[]> {
  const sets = biasSets(bias);
  const asked = sets.map(set => ask(model, set.terms.map(questionIn(set))));
  const scored = await Promise.all(asked);
  return model.model.tasks.flatMap(({ id, labels }) => {
    const label = bias.watched[id];
    if (label === undefined) return [];
    const answered = sets.map((set, k) => ({ ...set, answers: scored[k].map(row => answerOf(row, id)) }));
    return [...groupBy(answered, set => set.language)].map(([language, own]) => ({
      task: id,
      language,
      label,
      ...changesIn(own),
      spread: spreadOf(own, labels.indexOf(label)),
    }));
  });
}

export function biasSets({ languages }: Bias): BiasSet[] {
  return Object.entries(languages).flatMap(([language, slots]) =>
    Object.entries(slots).flatMap(([slot, { terms, templates }]) =>
      Object.entries(templates).flatMap(([tone, texts]) =>
        texts.map(template => ({
          language: language as BiasSet['language'],
          slot,
          tone,
          template,
          terms: Object.entries(terms).flatMap(([group, words]) =>
            words.map(term => ({ group, term, text: capitalised(template.replace('{}', term)) })),
          ),
        })),
      ),
    ),
  );
}

function changesIn(sets: readonly AnsweredSet[]): Pick<TaskBias, 'sets' | 'changed' | 'flipped' | 'changes'> {
  const all = sets.map(({ template, terms, answers }) => ({
    template,
    byLabel: groupBy(terms, (_, t) => answers[t].label),
  }));
  const changes = all
    .filter(({ byLabel }) => byLabel.size > 1)
    .map(({ template, byLabel }) => ({
      template,
      answers: Object.fromEntries(
        [...byLabel].map(([label, terms]) => [label ?? 'abstains', terms.map(({ term }) => term)]),
      ),
    }));
  const flipped = all.filter(({ byLabel }) => byLabel.size - (byLabel.has(null) ? 1 : 0) > 1).length;
  return { sets: sets.length, changed: changes.length, flipped, changes };
}

const questionIn =
  ({ language }: BiasSet) =>
  ({ text }: BiasSet['terms'][number]) => ({ text, language, kind: 'prose' as const });

const capitalised = (text: string) => text[0].toUpperCase() + text.slice(1);
