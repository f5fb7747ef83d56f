/** A head that is learnt from few labels: linear over a sentence's vector and its n-grams. */
import { countNgrams, TfIdf } from '../text/tfIdf.ts';
import type { Weight } from './weights.ts';

export interface LinearWeights {
  /** [sentenceSize, labels] */
  kernel: Weight;
  /** [labels] */
  bias: Float32Array;
  tfIdf: TfIdf;
  /** [n-grams, labels] */
  ngrams: Weight;
  /** How much the logarithms of what the network itself answers count; 0: the network has no such task. */
  prior: number;
}

/** Read-only, as a network is. */
export class LinearHead {
  readonly weights: LinearWeights;
  readonly labels: number;
  /** Numbers of the vector. */
  readonly size: number;
  readonly #kernel: Float32Array;
  readonly #maxWords: number;

  /**
   * @param maxWords so many words of a text's beginning are read
   * @throws where shapes do not fit each other
   */
  constructor(weights: LinearWeights, maxWords: number) {
    const { kernel, bias, ngrams, tfIdf } = weights;
    this.weights = weights;
    this.labels = bias.length;
    this.size = kernel.shape[0];
    this.#kernel = kernel.floats();
    this.#maxWords = maxWords;
    if (kernel.shape[1] !== this.labels) throw new Error(misfit(kernel, this.size, this.labels));
    const rows = tfIdf.hashes.length;
    if (ngrams.shape.join() !== [rows, this.labels].join())
      throw new Error(misfit(ngrams, rows, this.labels));
  }

  /**
   * @param vector the sentence's
   * @param own what the network itself answers; read where there is a prior
   * @returns a probability a label
   */
  probabilities(text: string, vector: ArrayLike<number>, own?: ArrayLike<number>): Float32Array {
    const { bias, ngrams, prior, tfIdf } = this.weights;
    const { labels } = this;
    const logits = Float64Array.from(bias);
    if (prior > 0) for (let k = 0; k < labels; k++) logits[k] += prior * logarithm(own![k]);
    for (let j = 0; j < this.size; j++) {
      const x = vector[j];
      for (let k = 0; k < labels; k++) logits[k] += x * this.#kernel[j * labels + k];
    }
    const { indices, values } = tfIdf.row(countNgrams(text, this.#maxWords));
    for (let i = 0; i < indices.length; i++) ngrams.addTo(logits, indices[i] * labels, values[i]);
    const top = Math.max(...logits);
    const powers = logits.map(logit => Math.exp(logit - top));
    const sum = powers.reduce((total, power) => total + power, 0);
    return Float32Array.from(powers, power => power / sum);
  }
}

/** Of a probability; what is impossible counts as one in a million millions, as in calibrate.ts. */
export const logarithm = (probability: number): number => Math.log(Math.max(probability, 1e-12));

const misfit = ({ shape }: Weight, rows: number, columns: number) =>
  `weights of shape ${rows} x ${columns}, found ${shape.join(' x ')}`;

/** A weight as a bundle stores it, named by its task's position. */
export interface NamedWeight {
  name: string;
  shape: number[];
  values: Float32Array;
}

/** What a bundle stores of its linear heads, by task position. */
export function weightsOf(heads: ReadonlyMap<number, LinearHead>): NamedWeight[] {
  return [...heads].flatMap(([k, { weights, labels, size }]) => {
    const { kernel, bias, tfIdf, ngrams, prior } = weights;
    const { hashes, idf } = tfIdf;
    return [
      { name: `task_${k}/kernel`, shape: [size, labels], values: kernel.floats() },
      { name: `task_${k}/bias`, shape: [labels], values: bias },
      { name: `task_${k}/prior`, shape: [1], values: Float32Array.of(prior) },
      { name: `task_${k}_ngrams/hashes`, shape: [hashes.length], values: hashes },
      { name: `task_${k}_ngrams/idf`, shape: [idf.length], values: idf },
      { name: `task_${k}_ngrams/kernel`, shape: [idf.length, labels], values: ngrams.floats() },
    ];
  });
}

/** The head of the task at `k`. @throws where a weight is missing or has another shape */
export function headFrom(weights: ReadonlyMap<string, Weight>, k: number, maxWords: number): LinearHead {
  const weight = (name: string) => {
    const found = weights.get(name);
    if (found === undefined) throw new Error(`a weight ${name}, found none`);
    return found;
  };
  const [prior] = weight(`task_${k}/prior`).floats();
  const [hashes, idf] = ['hashes', 'idf'].map(name => weight(`task_${k}_ngrams/${name}`).floats());
  return new LinearHead(
    {
      kernel: weight(`task_${k}/kernel`),
      bias: weight(`task_${k}/bias`).floats(),
      tfIdf: new TfIdf(hashes, idf),
      ngrams: weight(`task_${k}_ngrams/kernel`),
      prior,
    },
    maxWords,
  );
}
