import { Random } from '../src/base/random.ts';

/** What is computed: sizes of the network and of the text. */
export interface Shape {
  vocabulary: number;
  embedding: number;
  units: number;
  directions: 1 | 2;
  sentences: number;
  /** Of every sentence: nothing is padded, so no mask is needed, which suits the peers best. */
  tokens: number;
}

export const standard: Shape = {
  vocabulary: 10_000,
  embedding: 100,
  units: 128,
  directions: 1,
  sentences: 256,
  tokens: 50,
};

/** Labels of the training cases' one task. */
export const LABELS = 3;

/** Layouts and gate order (i, f, c, o) are Keras's. */
export interface Direction {
  /** [embedding, 4 * units] */
  kernel: Float32Array;
  /** [units, 4 * units] */
  recurrent: Float32Array;
  /** [4 * units] */
  bias: Float32Array;
}

export interface Workload {
  /** [sentences, tokens], 1 and up: 0 is padding */
  ids: Int32Array;
  /** [sentences], below LABELS */
  labels: Int32Array;
  /** [vocabulary, embedding] */
  embedding: Float32Array;
  directions: Direction[];
  /** [directions * units, LABELS] */
  dense: Float32Array;
}

/**
 * The same weights and ids for everyone, from a seed. Weights are scaled as Glorot does, so that the gates neither
 * saturate nor rest; ids are uniform, which is harder on caches than text is.
 */
export function workloadOf({ vocabulary, embedding, units, directions, sentences, tokens }: Shape): Workload {
  const random = new Random(1);
  const uniform = (rows: number, columns: number, scale = Math.sqrt(6 / (rows + columns))) =>
    Float32Array.from({ length: rows * columns }, () => (2 * random.next() - 1) * scale);
  return {
    ids: Int32Array.from({ length: sentences * tokens }, () => 1 + random.int(vocabulary - 1)),
    labels: Int32Array.from({ length: sentences }, () => random.int(LABELS)),
    embedding: uniform(vocabulary, embedding, 1),
    directions: Array.from({ length: directions }, () => ({
      kernel: uniform(embedding, 4 * units),
      recurrent: uniform(units, 4 * units),
      bias: uniform(1, 4 * units, 0.5),
    })),
    dense: uniform(directions * units, LABELS),
  };
}
