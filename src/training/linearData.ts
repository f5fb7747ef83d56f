import { LinearHead, logarithm } from '../model/linearHead.ts';
import { Weight } from '../model/weights.ts';
import { type NgramRow, TfIdf } from '../text/tfIdf.ts';
import { ByFeatures } from './byFeatures.ts';
import { ByProducts } from './byProducts.ts';
import { Memory } from './lbfgs.ts';
import { toSoftmax } from './logistic.ts';
import type { Fitted, RowLearner } from './rowLearner.ts';

/** What a linear head learns from. */
export interface LinearExamples {
  /** Each text's n-grams (countNgrams). */
  ngrams: readonly ReadonlyMap<number, number>[];
  /** Each text's vector, of length 1. */
  vectors: readonly Float32Array[];
  /** An index below `labels` for each text. */
  truth: readonly number[];
  labels: number;
  /** So many of the last texts are labels' names rather than examples. */
  names: number;
  /** Of a known task, what the network itself answers: a row of probabilities a text. */
  own?: readonly Float32Array[];
}

/** What is chosen by cross-validation. */
export interface Settings {
  /** The inverse of the L2 penalty's strength, as scikit-learn's. */
  c: number;
  /** How much the n-grams count beside the vector; both are of length 1. */
  ngrams: number;
  /** How much the logarithm of what the network itself answers counts; 0: begin from nothing. */
  prior: number;
  /** Whether each label counts the same, however many examples it has. */
  balanced: boolean;
  /** Whether a label's name is an example of it. */
  names: boolean;
}

/**
 * Weights of n-grams that a head keeps at most, one a label and n-gram: a head of 150 labels is below 2 MB with it, for
 * from a million numbers on a bundle has them in bytes, below in two bytes each (bundle.ts). Those go that the fewest
 * texts have.
 */
const MOST_WEIGHTS = 1_700_000;

/** Texts from which on it is quicker to go by the features than by a square of products; measured. */
const MANY_ROWS = 3000;

/**
 * The examples as a model's features, made once for all settings and folds. Who is held out has no part in what is learnt
 * but this: how rare an n-gram is is counted in all texts, whatever their labels.
 */
export class TrainingRows {
  readonly #examples: LinearExamples;
  readonly #tfIdf: TfIdf;
  readonly #sparse: readonly NgramRow[];
  readonly #learner: RowLearner;
  readonly #memory = new Memory();

  /** @param examples at least one */
  constructor(examples: LinearExamples) {
    const { vectors, ngrams, labels } = examples;
    this.#examples = examples;
    this.#tfIdf = TfIdf.fit(ngrams, Math.floor(MOST_WEIGHTS / labels));
    this.#sparse = ngrams.map(counts => this.#tfIdf.row(counts));
    const Learner = vectors.length > MANY_ROWS ? ByFeatures : ByProducts;
    const features = this.#tfIdf.hashes.length;
    this.#learner = new Learner({ dense: vectors, sparse: this.#sparse, features, labels });
  }

  /**
   * @param rows of the examples that are learnt from; at least one
   * @param start what they, or some of them, gave before
   */
  *fit(
    rows: readonly number[],
    settings: Settings,
    tolerance: number,
    start?: Fitted,
  ): Generator<unknown, Fitted> {
    const { truth } = this.#examples;
    const own = rows.map(row => truth[row]);
    const options = {
      c: settings.c,
      tolerance,
      offsets: this.#offsets(rows, settings),
      // How common labels are the network knows better than a few examples do.
      fitIntercept: settings.prior === 0,
      weights: this.#weights(rows, settings),
      memory: this.#memory,
    };
    return yield* this.#learner.fit(rows, settings.ngrams, own, options, start);
  }

  /** Near what all rows give, by what some of them gave; undefined without any. */
  joined(parts: readonly { rows: readonly number[]; model: Fitted }[]): Fitted | undefined {
    return this.#learner.joined(parts);
  }

  /** What a model that learnt from the rows `kept` says of other ones: a row of probabilities each. */
  predict(model: Fitted, kept: readonly number[], rows: readonly number[], settings: Settings) {
    const { labels } = this.#examples;
    const { intercepts } = model;
    const logits = this.#learner.scores(model, kept, rows, this.#scales(kept, rows), settings.ngrams);
    const offsets = this.#offsets(rows, settings);
    return rows.map((_, n) => {
      const own = logits.subarray(n * labels, (n + 1) * labels);
      for (let k = 0; k < labels; k++) own[k] += intercepts[k] + (offsets?.[n * labels + k] ?? 0);
      toSoftmax(own);
      return Float32Array.from(own);
    });
  }

  /** The head that a bundle holds, by a model of all rows. @param maxWords so many words of a text's beginning are read */
  head(model: Fitted, { ngrams, prior }: Settings, maxWords: number): LinearHead {
    const { labels, vectors } = this.#examples;
    const { dense, sparse } = this.#learner.weights(model, ngrams);
    return new LinearHead(
      {
        kernel: new Weight([vectors[0].length, labels], Float32Array.from(dense)),
        bias: Float32Array.from(model.intercepts),
        tfIdf: this.#tfIdf,
        ngrams: new Weight([this.#tfIdf.hashes.length, labels], Float32Array.from(sparse)),
        prior,
      },
      maxWords,
    );
  }

  /** What makes the n-grams of each of `rows` that the rows `kept` have of length 1 together. */
  #scales(kept: readonly number[], rows: readonly number[]): number[] {
    const known = new Uint8Array(this.#tfIdf.hashes.length);
    for (const row of kept) for (const index of this.#sparse[row].indices) known[index] = 1;
    return rows.map(row => {
      const { indices, values } = this.#sparse[row];
      const square = indices.reduce((sum, index, i) => sum + known[index] * values[i] ** 2, 0);
      return square > 0 ? 1 / Math.sqrt(square) : 0;
    });
  }

  #weights(rows: readonly number[], { balanced, names }: Settings): readonly number[] {
    const examples = this.#examples.truth.length - this.#examples.names;
    const weights = balanced
      ? balancedWeights(rows.map(row => this.#examples.truth[row]))
      : rows.map(() => 1);
    return names ? weights : weights.map((weight, n) => (rows[n] < examples ? weight : 0));
  }

  #offsets(rows: readonly number[], { prior }: Settings): Float64Array | undefined {
    const { own } = this.#examples;
    if (own === undefined || prior === 0) return undefined;
    return Float64Array.from(
      rows.flatMap(row => Array.from(own[row])),
      probability => prior * logarithm(probability),
    );
  }
}

/** scikit-learn's `class_weight='balanced'`: the labels that occur count the same, and a row 1 on average. */
function balancedWeights(truth: readonly number[]): number[] {
  const counts = new Map<number, number>();
  for (const label of truth) counts.set(label, (counts.get(label) ?? 0) + 1);
  return truth.map(label => truth.length / (counts.size * counts.get(label)!));
}
