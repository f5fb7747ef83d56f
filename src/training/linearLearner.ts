/** Linear heads: logistic regression on a sentence's vector and its n-grams, with settings that cross-validation chooses. */
import type { LinearHead } from '../model/linearHead.ts';
import { FOLDS, split } from './folds.ts';
import type { CurveSource } from './learningCurve.ts';
import { type LinearExamples, type Settings, TrainingRows } from './linearData.ts';
import type { LogisticModel, LogisticStart } from './logistic.ts';
import { taskMetrics } from './metrics.ts';

/** Strongest regularisation first. On the sets of bench/learning they differ by a point at most. */
const STRENGTHS = [2, 20];
/** Of what is added to the network's own answer: so strong that hardly any label changes. */
const GENTLEST = 0.02;
/**
 * Fewest first, up to where more are no better; chosen before the strength, for it decides more. Of twice the vector's
 * length n-grams were best for rare technical words, of thrice that for a hundred Chinese headlines a topic, of half of it
 * for everyday sentences.
 */
const NGRAM_WEIGHTS = [0.5, 1, 2, 3];
/** What is taken where nothing can be held out. */
const UNMEASURED = { c: 20, ngrams: 1, balanced: false, names: true };

/** Where a label has so many times the examples of another one, it is tried to count all labels the same. */
const IMBALANCE = 4;

/** So many texts held out decide between settings: of more, some folds are held out for the chosen settings alone. */
const DECIDING = 300;

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
  const trial = new Trials(examples, folds);
  try {
    const settings = yield* chosen(trial, examples, prior);
    const heldOut = yield* trial.finish(settings);
    yield;
    const all = new TrainingRows(
      examples,
      examples.truth.map((_, row) => row),
    );
    try {
      const model = yield* all.fit(settings, FINE, trial.start);
      return { head: all.head(model, settings, maxWords), examples, folds, settings, heldOut };
    } finally {
      all.dispose();
    }
  } finally {
    trial.dispose();
  }
}

/**
 * One setting after the other; the former one stays unless the next one is better. Of a known task it stays unless the
 * next one is better by more than a standard error: it begins where the task stands, and labels may be few.
 */
function* chosen(
  trials: Trials,
  { truth, own, names }: LinearExamples,
  prior: number,
): Generator<unknown, Settings> {
  const known = own !== undefined;
  let best: Settings = { ...UNMEASURED, prior: known ? prior : 0, ...(known && { c: GENTLEST }) };
  if (!trials.any) return best;
  best.names = false;
  let most = -1;
  let margin = 0;
  const tryOut = function* (settings: Settings) {
    const { score, error } = yield* trials.score(settings);
    // As good with stronger regularisation is better.
    if (score <= most + margin && !(score === most && settings.c < best.c)) return false;
    [best, most, margin] = [settings, score, known ? error : 0];
    yield { macroF1: most };
    return true;
  };
  if (known) {
    for (const c of [GENTLEST, ...STRENGTHS]) yield* tryOut({ ...best, c });
    for (const c of STRENGTHS) yield* tryOut({ ...best, c, prior: 0 });
  }
  for (const ngrams of NGRAM_WEIGHTS) if (!(yield* tryOut({ ...best, ngrams })) && !known) break;
  if (!known) for (const c of STRENGTHS) if (c !== best.c) yield* tryOut({ ...best, c });
  if (names > 0) yield* tryOut({ ...best, names: true });
  const counts = truth.reduce(
    (found, label) => found.set(label, (found.get(label) ?? 0) + 1),
    new Map<number, number>(),
  );
  if (Math.max(...counts.values()) >= IMBALANCE * Math.min(...counts.values()))
    yield* tryOut({ ...best, balanced: true });
  return best;
}

/** What settings predict of texts that are held out. Owns the folds' tensors. */
class Trials {
  readonly #examples: LinearExamples;
  readonly #parts: { held: number[]; kept: number[] }[] = [];
  /** Of the parts that decide, the first ones: they are asked again and again. */
  readonly #deciding: TrainingRows[] = [];
  /** By settings, as JSON: a row an example, of the parts that were predicted. */
  readonly #predicted = new Map<string, (Float32Array | undefined)[]>();
  /** The last fit of each part, where the next one starts. */
  readonly #models = new Map<number, LogisticModel>();

  constructor(examples: LinearExamples, folds: readonly number[]) {
    this.#examples = examples;
    let texts = 0;
    for (let fold = 0; fold < FOLDS; fold++) {
      const part = split(folds, fold);
      if (part.held.length === 0 || part.kept.length === 0) continue;
      this.#parts.push(part);
      if (texts < DECIDING) this.#deciding.push(new TrainingRows(examples, part.kept));
      texts += part.held.length;
    }
  }

  /** Whether there is anything to decide by. */
  get any(): boolean {
    return this.#parts.length > 0;
  }

  /** The macro-F1 of what is predicted of the texts that decide, and an accuracy's standard error there. */
  *score(settings: Settings): Generator<unknown, { score: number; error: number }> {
    const predicted = yield* this.#predict(settings, this.#deciding.length);
    const { truth, labels } = this.#examples;
    const rows = truth.flatMap((label, row) => {
      const probabilities = predicted[row];
      return probabilities === undefined ? [] : [{ label, probabilities }];
    });
    const { macroF1, accuracy, n } = taskMetrics(
      Array.from({ length: labels }, (_, k) => String(k)),
      rows.map(({ label }) => label),
      rows.map(({ probabilities }) => probabilities),
    );
    return { score: macroF1, error: Math.sqrt((accuracy * (1 - accuracy)) / n) };
  }

  /** What is predicted of every text that is ever held out. */
  *finish(settings: Settings): Generator<unknown, (Float32Array | undefined)[]> {
    return yield* this.#predict(settings, this.#parts.length);
  }

  /** Near what all examples give: what a part gave for each. Nothing that starts there is measured. */
  get start(): LogisticStart | undefined {
    const [first] = this.#models.values();
    if (first === undefined) return undefined;
    const { labels, truth } = this.#examples;
    const coefficients = new Float64Array(truth.length * labels);
    for (const [n, model] of this.#models)
      this.#parts[n].kept.forEach((row, i) => {
        coefficients.set(model.coefficients.subarray(i * labels, (i + 1) * labels), row * labels);
      });
    return { coefficients, intercepts: first.intercepts };
  }

  dispose(): void {
    for (const rows of this.#deciding) rows.dispose();
  }

  *#predict(settings: Settings, parts: number): Generator<unknown, (Float32Array | undefined)[]> {
    const key = JSON.stringify(settings);
    const found = this.#predicted.get(key) ?? this.#examples.truth.map(() => undefined);
    this.#predicted.set(key, found);
    for (const [n, { held, kept }] of this.#parts.slice(0, parts).entries()) {
      if (found[held[0]] !== undefined) continue;
      const rows = this.#deciding[n] ?? new TrainingRows(this.#examples, kept);
      const model = yield* rows.fit(settings, ROUGH, this.#models.get(n));
      rows.predict(model, held, settings).forEach((row, i) => {
        found[held[i]] = row;
      });
      this.#models.set(n, model);
      if (n >= this.#deciding.length) rows.dispose();
      yield;
    }
    return found;
  }
}
