/** Linear heads: logistic regression on a sentence's vector and its n-grams, with settings that cross-validation chooses. */
import type { LinearHead } from '../model/linearHead.ts';
import { fitTemperature, surprises } from './calibration.ts';
import { FOLDS, split, thinned } from './folds.ts';
import type { CurveSource } from './learningCurve.ts';
import { type LinearExamples, type Settings, TrainingRows } from './linearData.ts';
import { taskMetrics } from './metrics.ts';
import type { Fitted } from './rowLearner.ts';

/** On the sets of bench/learning they differ by a point at most. */
const STRENGTHS = [2, 20];
/** Of what is added to the network's own answer: so strong that hardly any label changes. */
const GENTLEST = 0.02;
/**
 * Chosen before the strength, for it decides more: from USUAL on as long as more, or else fewer, are better. Of one and a
 * half times the vector's length n-grams were best for technical words, of twice that for Chinese headlines, of half of it
 * for everyday sentences.
 */
const NGRAM_WEIGHTS = [0.5, 1, 1.5, 2, 3];
const USUAL = 1;
/** What is taken where nothing can be held out. */
const UNMEASURED = { c: 20, ngrams: 1, balanced: false, names: true };

/** Where a label has so many times the examples of another one, it is tried to count all labels the same. */
const IMBALANCE = 4;

/** So many texts held out decide between settings: of more, some folds are held out for the chosen settings alone. */
const DECIDING = 300;
/** So many texts are learnt from meanwhile: what suits them suits more of their kind. */
const LEARNING = 2000;
/** So many texts held out say how good a head is, to two points: of more, some folds are never held out. */
const MEASURED = 2000;

/** Of the gradient, for what is predicted of held-out texts and for the head that ships (LogisticOptions). */
export const ROUGH = 3e-3;
const FINE = 3e-4;

export interface LinearLearnt extends CurveSource {
  head: LinearHead;
}

/**
 * @param folds of each example (folds.ts)
 * @param prior how much what the network itself answers counts where a head goes on from it: the inverse of the task's
 * temperature, so that it begins where the task stands
 * @param maxWords so many words of a text's beginning are read
 */
export function* learnLinear(
  examples: LinearExamples,
  folds: readonly number[],
  prior: number,
  maxWords: number,
): Generator<unknown, LinearLearnt> {
  const rows = new TrainingRows(examples);
  const trials = new Trials(examples, folds, rows);
  const settings = yield* chosen(trials, examples, prior);
  const heldOut = yield* trials.finish(settings);
  yield;
  const model = yield* rows.fit([...examples.truth.keys()], settings, FINE, trials.start);
  return { head: rows.head(model, settings, maxWords), examples, rows, folds, settings, heldOut };
}

/**
 * One setting after the other; the former one stays unless the next one predicts held-out labels better: gives them a
 * higher likelihood, at the temperature that suits it. That says more than the share of right answers, which of few texts
 * is mostly chance. Of a known task it stays unless the next one is better by more than a standard error: it begins where
 * the task stands, and labels may be few.
 */
function* chosen(
  trials: Trials,
  { truth, own, names }: LinearExamples,
  prior: number,
): Generator<unknown, Settings> {
  const known = own !== undefined;
  const first: Settings = { ...UNMEASURED, prior: known ? prior : 0, ...(known && { c: GENTLEST }) };
  if (!trials.any) return first;
  first.names = false;
  let best = yield* trials.score(first);
  const tryOut = function* (settings: Partial<Settings>) {
    const next = yield* trials.score({ ...best.settings, ...settings });
    const { gain, error } = gainOf(best, next);
    if (gain <= (known ? error : 0)) return false;
    best = next;
    yield { macroF1: best.macroF1 };
    return true;
  };
  const tryRow = function* (weights: readonly number[]) {
    for (const ngrams of weights) if (!(yield* tryOut({ ngrams }))) return ngrams !== weights[0];
    return true;
  };
  yield { macroF1: best.macroF1 };
  if (known) {
    for (const c of STRENGTHS) yield* tryOut({ c });
    for (const c of STRENGTHS) yield* tryOut({ c, prior: 0 });
  }
  if (!(yield* tryRow(NGRAM_WEIGHTS.slice(USUAL + 1))))
    yield* tryRow(NGRAM_WEIGHTS.slice(0, USUAL).reverse());
  if (!known) for (const c of STRENGTHS) if (c !== best.settings.c) yield* tryOut({ c });
  if (names > 0) yield* tryOut({ names: true });
  const counts = truth.reduce(
    (found, label) => found.set(label, (found.get(label) ?? 0) + 1),
    new Map<number, number>(),
  );
  if (Math.max(...counts.values()) < IMBALANCE * Math.min(...counts.values())) return best.settings;
  // Whether rare labels count as much as common ones is no question of likelihood.
  const balanced = yield* trials.score({ ...best.settings, balanced: true });
  return balanced.macroF1 > best.macroF1 ? balanced.settings : best.settings;
}

/** What settings give on the texts that decide. */
interface Trial {
  settings: Settings;
  /** Minus the logarithm of each text's label's probability, calibrated. */
  losses: readonly number[];
  macroF1: number;
}

/** How much less the second one's losses are, and the standard error of that. */
function gainOf({ losses }: Trial, other: Trial): { gain: number; error: number } {
  const gains = losses.map((loss, n) => loss - other.losses[n]);
  const gain = gains.reduce((sum, one) => sum + one, 0) / gains.length;
  const square = gains.reduce((sum, one) => sum + (one - gain) ** 2, 0);
  return { gain, error: Math.sqrt(square) / gains.length };
}

/** A fold that is held out, and what is learnt from meanwhile. */
interface Part {
  fold: number;
  held: number[];
  kept: number[];
}

/** What settings predict of texts that are held out. */
class Trials {
  readonly #examples: LinearExamples;
  readonly #rows: TrainingRows;
  readonly #parts: Part[] = [];
  /** The first of the parts, with no more rows than it takes to decide. */
  readonly #deciding: Part[] = [];
  /** By part and settings, as JSON: a row of probabilities for each text that is held out. */
  readonly #predicted = new Map<Part, Map<string, Float32Array[]>>();
  /** By the fold that was held out, the last fit, where the next one starts. */
  readonly #models = new Map<number, Fitted>();

  constructor(examples: LinearExamples, folds: readonly number[], rows: TrainingRows) {
    this.#examples = examples;
    this.#rows = rows;
    let texts = 0;
    for (let fold = 0; fold < FOLDS && texts < MEASURED; fold++) {
      const part = { fold, ...split(folds, fold) };
      const { held, kept } = part;
      if (held.length === 0 || kept.length === 0) continue;
      if (texts < DECIDING) this.#deciding.push(kept.length <= LEARNING ? part : this.#fewer(part));
      this.#parts.push(part);
      texts += held.length;
    }
  }

  /** With fewer texts to learn from; the labels' names stay. */
  #fewer({ kept, ...part }: Part): Part {
    const { truth, names } = this.#examples;
    const isName = (row: number) => row >= truth.length - names;
    const texts = kept.filter(row => !isName(row));
    return { ...part, kept: [...thinned(texts, truth, LEARNING), ...kept.filter(isName)] };
  }

  /** Whether there is anything to decide by. */
  get any(): boolean {
    return this.#parts.length > 0;
  }

  *score(settings: Settings): Generator<unknown, Trial> {
    const probabilities: Float32Array[] = [];
    for (const part of this.#deciding) probabilities.push(...(yield* this.#predict(settings, part)));
    const truth = this.#deciding.flatMap(({ held }) => held.map(row => this.#examples.truth[row]));
    const names = Array.from({ length: this.#examples.labels }, (_, k) => String(k));
    return {
      settings,
      losses: surprises(truth, probabilities, fitTemperature(truth, probabilities)),
      macroF1: taskMetrics(names, truth, probabilities).macroF1,
    };
  }

  /** What is predicted of every text that is ever held out: a row an example, none of one that never is. */
  *finish(settings: Settings): Generator<unknown, (Float32Array | undefined)[]> {
    const found = new Array<Float32Array | undefined>(this.#examples.truth.length).fill(undefined);
    for (const part of this.#parts) {
      const rows = yield* this.#predict(settings, part);
      part.held.forEach((row, i) => {
        found[row] = rows[i];
      });
    }
    return found;
  }

  /** Near what all examples give, by what the parts gave. Nothing that starts there is measured. */
  get start(): Fitted | undefined {
    const parts = this.#parts.filter(({ fold }) => this.#models.has(fold));
    return this.#rows.joined(parts.map(({ fold, kept }) => ({ rows: kept, model: this.#models.get(fold)! })));
  }

  *#predict(settings: Settings, part: Part): Generator<unknown, Float32Array[]> {
    const own = this.#predicted.get(part) ?? new Map<string, Float32Array[]>();
    this.#predicted.set(part, own);
    const key = JSON.stringify(settings);
    const known = own.get(key);
    if (known !== undefined) return known;
    const { fold, held, kept } = part;
    const model = yield* this.#rows.fit(kept, settings, ROUGH, this.#models.get(fold));
    const rows = this.#rows.predict(model, kept, held, settings);
    own.set(key, rows);
    this.#models.set(fold, model);
    yield;
    return rows;
  }
}
