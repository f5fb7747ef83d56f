/** The user's labels over the model's guesses. */

import type { LabelContent } from '../protocol/labels.ts';
import type { ScoredSegment, TaskInfo, TaskScore } from '../protocol/scores.ts';
import type { ScoredText } from '../protocol/worker.ts';

/** A user's labels: by normalised text, then by task id. */
export type Labels = ReadonlyMap<string, TextLabels>;
type TextLabels = ReadonlyMap<string, string>;

export const noLabels: Labels = new Map();

export function labelsByText(labels: LabelContent['labels']): Labels {
  const byText = new Map<string, Map<string, string>>();
  for (const { text, task, label } of labels) {
    const own = byText.get(text) ?? new Map<string, string>();
    byText.set(text, own.set(task, label));
  }
  return byText;
}

type Scores = ScoredSegment['scores'];

/** Puts labels over scores, and remembers what it made: views tell by identity what has changed. */
export class Overlay {
  /** What was made of the model's scores, and for which labels. */
  readonly #made = new WeakMap<Scores, { labels: TextLabels; scores: Scores }>();
  /** The model's scores that others were made of. */
  readonly #guesses = new WeakMap<Scores, Scores>();

  /**
   * Where the user has labelled a segment's text for a task, that label stands in place of what the model says. A label
   * that the task does not have changes nothing.
   * @param segments with or without labels over them
   * @returns the same list where nothing differs
   */
  apply<S extends ScoredText>(
    segments: readonly S[],
    tasks: readonly TaskInfo[],
    labels: Labels,
  ): readonly S[] {
    let differs = false;
    const shown = segments.map(segment => {
      const scores = this.#scores(segment, tasks, labels.get(segment.text));
      if (scores === segment.scores) return segment;
      differs = true;
      return { ...segment, scores };
    });
    return differs ? shown : segments;
  }

  #scores(segment: ScoredText, tasks: readonly TaskInfo[], labels: TextLabels | undefined): Scores {
    const guesses = this.#guesses.get(segment.scores) ?? segment.scores;
    if (labels === undefined) return guesses;
    const former = this.#made.get(guesses);
    if (former?.labels === labels) return former.scores;
    const scores = labelled(guesses, tasks, labels);
    this.#made.set(guesses, { labels, scores });
    if (scores !== guesses) this.#guesses.set(scores, guesses);
    return scores;
  }
}

function labelled(guesses: Scores, tasks: readonly TaskInfo[], labels: TextLabels): Scores {
  const own = tasks.flatMap((task): [string, TaskScore][] => {
    const label = labels.get(task.id);
    const guess = Object.hasOwn(guesses, task.id) ? guesses[task.id] : undefined;
    if (label === undefined || guess === undefined || !task.labels.includes(label)) return [];
    const probabilities = task.labels.map(name => (name === label ? 1 : 0));
    return [[task.id, { label, probabilities, abstained: false, guess }]];
  });
  // Not by assignment: a task may be called `__proto__`.
  return own.length === 0 ? guesses : Object.fromEntries([...Object.entries(guesses), ...own]);
}
