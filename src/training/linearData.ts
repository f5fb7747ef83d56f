import type { Disposable } from '../base/lifecycle.ts';
import { LinearHead, logarithm } from '../model/linearHead.ts';
import { Weight } from '../model/weights.ts';
import { TfIdf } from '../text/tfIdf.ts';
import { DenseFeatures, type Features, JoinedFeatures, SparseFeatures, type SparseRow } from './features.ts';
import { Kernel } from './kernelFeatures.ts';
import { fitLogistic, type LogisticModel, type LogisticStart } from './logistic.ts';

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

/** Some of the examples as a model's features, made once for all settings. Owns its tensors. */
export class TrainingRows implements Disposable {
  readonly #examples: LinearExamples;
  readonly #rows: readonly number[];
  readonly #dense: Features;
  readonly #kernel: Kernel;
  readonly #tfIdf: TfIdf;
  readonly #sparse: readonly SparseRow[];
  readonly #size: number;

  /** @param rows of the examples; at least one */
  constructor(examples: LinearExamples, rows: readonly number[]) {
    const { vectors, ngrams, labels } = examples;
    const texts = rows.map(row => ngrams[row]);
    this.#examples = examples;
    this.#rows = rows;
    this.#size = vectors[rows[0]].length;
    const own = rows.map(row => vectors[row]);
    this.#dense = new DenseFeatures(own);
    this.#tfIdf = TfIdf.fit(texts, Math.floor(MOST_WEIGHTS / labels));
    this.#sparse = texts.map(counts => this.#tfIdf.row(counts));
    this.#kernel = new Kernel(own, this.#sparse);
  }

  /** @param start what these rows gave with other settings */
  *fit(settings: Settings, tolerance: number, start?: LogisticStart): Generator<unknown, LogisticModel> {
    const { truth, labels } = this.#examples;
    const own = this.#rows.map(row => truth[row]);
    const joined = this.#joined(this.#dense, this.#sparse, settings);
    const features = this.#kernel.features(joined, settings.ngrams);
    try {
      return yield* fitLogistic(features, own, labels, {
        c: settings.c,
        tolerance,
        start,
        offsets: this.#offsets(this.#rows, settings),
        // How common labels are the network knows better than a few examples do.
        fitIntercept: settings.prior === 0,
        weights: this.#weights(own, settings),
      });
    } finally {
      features.dispose();
    }
  }

  /** What a model that learnt from these rows says of other ones: a row of probabilities each. */
  predict(model: LogisticModel, rows: readonly number[], settings: Settings): Float32Array[] {
    const { vectors, ngrams } = this.#examples;
    const dense = new DenseFeatures(
      rows.map(row => vectors[row]),
      this.#size,
    );
    const sparse = rows.map(row => this.#tfIdf.row(ngrams[row]));
    return model
      .probabilities(this.#joined(dense, sparse, settings), this.#offsets(rows, settings))
      .map(row => Float32Array.from(row));
  }

  /** The head that a bundle holds. @param maxWords so many words of a text's beginning are read */
  head({ weights, intercepts }: LogisticModel, { ngrams, prior }: Settings, maxWords: number): LinearHead {
    const { labels } = this.#examples;
    const dense = this.#size * labels;
    const rows = this.#tfIdf.hashes.length;
    return new LinearHead(
      {
        kernel: new Weight([this.#size, labels], Float32Array.from(weights.subarray(0, dense))),
        bias: Float32Array.from(intercepts),
        tfIdf: this.#tfIdf,
        ngrams: new Weight(
          [rows, labels],
          Float32Array.from(weights.subarray(dense), weight => ngrams * weight),
        ),
        prior,
      },
      maxWords,
    );
  }

  dispose(): void {
    this.#kernel.dispose();
  }

  #joined(dense: Features, sparse: readonly SparseRow[], { ngrams }: Settings): Features {
    const weighted = sparse.map(({ indices, values }) => ({
      indices,
      values: Array.from(values, value => ngrams * value),
    }));
    return new JoinedFeatures([dense, new SparseFeatures(weighted, this.#tfIdf.hashes.length)]);
  }

  #weights(truth: readonly number[], { balanced, names }: Settings): readonly number[] {
    const examples = this.#examples.truth.length - this.#examples.names;
    const weights = balanced ? balancedWeights(truth) : truth.map(() => 1);
    return names ? weights : weights.map((weight, n) => (this.#rows[n] < examples ? weight : 0));
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
