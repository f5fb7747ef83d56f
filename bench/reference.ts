import type { Direction, Shape, Workload } from './workload.ts';

/**
 * The LSTM as its equations are written, in doubles: what every contestant's outputs are held against.
 * @returns [sentences, directions * units]: the last hidden state of each direction, for the first `sentences`
 */
export function lastStates(shape: Shape, workload: Workload, sentences: number): Float32Array {
  const { units, tokens, directions } = shape;
  const states = new Float32Array(sentences * directions * units);
  for (let s = 0; s < sentences; s++) {
    const ids = workload.ids.subarray(s * tokens, (s + 1) * tokens);
    workload.directions.forEach((weights, d) => {
      const read = d === 0 ? ids : ids.toReversed();
      states.set(lastState(read, shape, workload.embedding, weights), (s * directions + d) * units);
    });
  }
  return states;
}

function lastState(ids: Int32Array, shape: Shape, embedding: Float32Array, weights: Direction): Float64Array {
  const { units, embedding: features } = shape;
  const h = new Float64Array(units);
  const c = new Float64Array(units);
  for (const id of ids) {
    const gates = Float64Array.from(weights.bias);
    accumulate(gates, embedding.subarray(id * features, (id + 1) * features), weights.kernel);
    accumulate(gates, h, weights.recurrent);
    for (let n = 0; n < units; n++) {
      const [i, f, g, o] = [0, 1, 2, 3].map(gate => gates[gate * units + n]);
      c[n] = sigmoid(f) * c[n] + sigmoid(i) * Math.tanh(g);
      h[n] = sigmoid(o) * Math.tanh(c[n]);
    }
  }
  return h;
}

/** sums += x · matrix; the matrix is [x.length, sums.length], row by row. */
function accumulate(sums: Float64Array, x: ArrayLike<number>, matrix: Float32Array): void {
  for (let k = 0; k < x.length; k++) {
    for (let n = 0; n < sums.length; n++) sums[n] += x[k] * matrix[k * sums.length + n];
  }
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
