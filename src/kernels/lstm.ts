/** What every LSTM of this folder computes, and the plain one that the fast one is held against. */

/** One direction of an LSTM. Names, shapes and gate order (i, f, c, o) are Keras's. */
export interface LstmWeights {
  /** [inputs, 4 * units] */
  kernel: Float32Array;
  /** [units, 4 * units] */
  recurrentKernel: Float32Array;
  /** [4 * units] */
  bias: Float32Array;
}

export interface LstmInput {
  batch: number;
  time: number;
  inputs: number;
  units: number;
  /** [batch, time, inputs] */
  x: Float32Array;
  /** [batch, time]: 0 where a step is padding; all are real when null. */
  mask: ArrayLike<number> | null;
  /** One, or two: the second one reads time from its end. */
  directions: readonly LstmWeights[];
}

/**
 * What a forward pass leaves: the outputs of every step, [batch, time, directions * units], those of a direction side
 * by side. A padded step repeats the output before it (in its direction), as in Keras; zeros where there is none.
 */
export interface LstmOutput {
  y: Float32Array;
  /** What backward needs of this pass, or a word for it; empty where `save` was false. */
  saved: Float32Array;
}

/** Gradients, each shaped as what it belongs to. */
export interface LstmGradients {
  x: Float32Array;
  directions: LstmWeights[];
}

export interface Lstm {
  forward(input: LstmInput, save: boolean): LstmOutput;
  /** @param dy the gradient of `output.y` */
  backward(input: LstmInput, output: LstmOutput, dy: Float32Array): LstmGradients;
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** The positions of a row's real steps, in the order in which a direction reads them. */
export function realSteps({ time, mask }: LstmInput, row: number, backwards: boolean): number[] {
  const steps: number[] = [];
  for (let t = 0; t < time; t++) if (mask === null || mask[row * time + t] !== 0) steps.push(t);
  return backwards ? steps.reverse() : steps;
}

/**
 * The equations as they stand in the books (Hochreiter & Schmidhuber 1997, with forget gates), one number at a time
 * and in double precision: slow, and easy to check. The oracle of the kernels.
 */
export const referenceLstm: Lstm = {
  forward(input, save) {
    const { batch, time, inputs, units, x, directions } = input;
    const width = directions.length * units;
    const y = new Float32Array(batch * time * width);
    // For each direction, row and position: i, f, g, o, c.
    const saved = new Float32Array(save ? directions.length * batch * time * 5 * units : 0);
    directions.forEach(({ kernel, recurrentKernel, bias }, d) => {
      for (let row = 0; row < batch; row++) {
        let h = new Float64Array(units);
        const c = new Float64Array(units);
        for (const t of realSteps(input, row, d === 1)) {
          const z = Float64Array.from(bias);
          for (let e = 0; e < inputs; e++)
            for (let n = 0; n < 4 * units; n++)
              z[n] += x[(row * time + t) * inputs + e] * kernel[e * 4 * units + n];
          for (let e = 0; e < units; e++)
            for (let n = 0; n < 4 * units; n++) z[n] += h[e] * recurrentKernel[e * 4 * units + n];
          h = new Float64Array(units);
          for (let u = 0; u < units; u++) {
            const i = sigmoid(z[u]);
            const f = sigmoid(z[units + u]);
            const g = Math.tanh(z[2 * units + u]);
            const o = sigmoid(z[3 * units + u]);
            c[u] = f * c[u] + i * g;
            h[u] = o * Math.tanh(c[u]);
            y[(row * time + t) * width + d * units + u] = h[u];
            if (save)
              [i, f, g, o, c[u]].forEach((value, k) => {
                saved[(((d * batch + row) * time + t) * 5 + k) * units + u] = value;
              });
          }
        }
      }
    });
    repeatOutputs(input, y);
    return { y, saved };
  },

  backward(input, { y, saved }, dy) {
    const { batch, time, inputs, units, x, directions } = input;
    const width = directions.length * units;
    const grads = gatherGradients(input, dy);
    const dx = new Float64Array(x.length);
    const dDirections = directions.map(({ kernel, recurrentKernel }, d): LstmWeights => {
      const dKernel = new Float64Array(kernel.length);
      const dRecurrent = new Float64Array(recurrentKernel.length);
      const dBias = new Float64Array(4 * units);
      for (let row = 0; row < batch; row++) {
        const steps = realSteps(input, row, d === 1);
        let dh = new Float64Array(units);
        const dc = new Float64Array(units);
        const state = (t: number, k: number, u: number) =>
          saved[(((d * batch + row) * time + t) * 5 + k) * units + u];
        for (let s = steps.length - 1; s >= 0; s--) {
          const t = steps[s];
          const before = steps[s - 1];
          const dz = new Float64Array(4 * units);
          for (let u = 0; u < units; u++) {
            const [i, f, g, o, c] = [0, 1, 2, 3, 4].map(k => state(t, k, u));
            const tanhC = Math.tanh(c);
            const dhHere = dh[u] + grads[(row * time + t) * width + d * units + u];
            const dcHere = dc[u] + dhHere * o * (1 - tanhC ** 2);
            const cBefore = before === undefined ? 0 : state(before, 4, u);
            dz[u] = dcHere * g * i * (1 - i);
            dz[units + u] = dcHere * cBefore * f * (1 - f);
            dz[2 * units + u] = dcHere * i * (1 - g ** 2);
            dz[3 * units + u] = dhHere * tanhC * o * (1 - o);
            dc[u] = dcHere * f;
          }
          dh = new Float64Array(units);
          for (let n = 0; n < 4 * units; n++) {
            dBias[n] += dz[n];
            for (let e = 0; e < inputs; e++) {
              dKernel[e * 4 * units + n] += x[(row * time + t) * inputs + e] * dz[n];
              dx[(row * time + t) * inputs + e] += kernel[e * 4 * units + n] * dz[n];
            }
            for (let e = 0; e < units; e++) {
              const hBefore = before === undefined ? 0 : y[(row * time + before) * width + d * units + e];
              dRecurrent[e * 4 * units + n] += hBefore * dz[n];
              dh[e] += recurrentKernel[e * 4 * units + n] * dz[n];
            }
          }
        }
      }
      return {
        kernel: Float32Array.from(dKernel),
        recurrentKernel: Float32Array.from(dRecurrent),
        bias: Float32Array.from(dBias),
      };
    });
    return { x: Float32Array.from(dx), directions: dDirections };
  },
};

/** The padded steps of one row, in the order in which a direction meets them; and the step that each one repeats. */
function* paddedSteps({ time, mask }: LstmInput, row: number, backwards: boolean) {
  if (mask === null) return;
  let last: number | undefined;
  for (let n = 0; n < time; n++) {
    const t = backwards ? time - 1 - n : n;
    if (mask[row * time + t] !== 0) last = t;
    else yield { t, last };
  }
}

/** Writes the outputs of padded steps. */
export function repeatOutputs(input: LstmInput, y: Float32Array): void {
  forPadded(input, (at, from, units) => {
    if (from !== undefined) y.copyWithin(at, from, from + units);
  });
}

/** What each real step's output is responsible for: its own gradient, and those of the steps that repeat it. */
export function gatherGradients(input: LstmInput, dy: Float32Array): Float32Array {
  if (input.mask === null) return dy;
  const grads = dy.slice();
  forPadded(input, (at, from, units) => {
    if (from !== undefined) for (let u = 0; u < units; u++) grads[from + u] += grads[at + u];
  });
  return grads;
}

function forPadded(
  input: LstmInput,
  visit: (at: number, from: number | undefined, units: number) => void,
): void {
  const { batch, time, units, directions } = input;
  const width = directions.length * units;
  for (let d = 0; d < directions.length; d++) {
    for (let row = 0; row < batch; row++) {
      for (const { t, last } of paddedSteps(input, row, d === 1)) {
        const place = (step: number) => (row * time + step) * width + d * units;
        visit(place(t), last === undefined ? undefined : place(last), units);
      }
    }
  }
}
