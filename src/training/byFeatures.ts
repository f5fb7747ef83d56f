import { JoinedFeatures, SparseFeatures } from './features.ts';
import { fitWeights, LogisticModel, type LogisticOptions } from './logistic.ts';
import type { Fitted, RowLearner, Rows } from './rowLearner.ts';
import { TensorFeatures } from './tensorFeatures.ts';

/** For many rows: by the weights of their features, whose number, and so the memory, has a bound. */
export class ByFeatures implements RowLearner {
  readonly #rows: Rows;

  constructor(rows: Rows) {
    this.#rows = rows;
  }

  *fit(
    rows: readonly number[],
    weight: number,
    truth: readonly number[],
    options: LogisticOptions,
    start?: Fitted,
  ): Generator<number, Fitted> {
    const ones = rows.map(() => 1);
    const { features, dispose } = this.#part(rows, ones, weight);
    const from = start && new LogisticModel(start.numbers, start.intercepts);
    try {
      const found = yield* fitWeights(features, truth, this.#rows.labels, { ...options, start: from });
      return { numbers: found.weights, intercepts: found.intercepts };
    } finally {
      dispose();
    }
  }

  scores(
    { numbers }: Fitted,
    _: readonly number[],
    rows: readonly number[],
    scales: readonly number[],
    weight: number,
  ): Float64Array {
    const { features, dispose } = this.#part(rows, scales, weight);
    const scores = new Float64Array(rows.length * this.#rows.labels);
    features.addScores(numbers, scores, this.#rows.labels);
    dispose();
    return scores;
  }

  joined(parts: readonly { model: Fitted }[]): Fitted | undefined {
    return parts.at(-1)?.model;
  }

  weights({ numbers }: Fitted, weight: number) {
    const { dense, labels } = this.#rows;
    const ofDense = dense[0].length * labels;
    return {
      dense: numbers.subarray(0, ofDense),
      sparse: numbers.subarray(ofDense).map(number => weight * number),
    };
  }

  #part(rows: readonly number[], scales: readonly number[], weight: number) {
    const { dense, sparse, features } = this.#rows;
    const vectors = new TensorFeatures(rows.map(row => dense[row]));
    const ngrams = rows.map((row, n) => {
      const { indices, values } = sparse[row];
      return { indices, values: Float64Array.from(values, value => weight * scales[n] * value) };
    });
    return {
      features: new JoinedFeatures([vectors, new SparseFeatures(ngrams, features)]),
      dispose: () => vectors.dispose(),
    };
  }
}
