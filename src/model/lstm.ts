import * as tf from '@tensorflow/tfjs-core';

/**
 * An LSTM over a whole batch of sequences as one differentiable op, with a gradient written by hand.
 *
 * tfjs-layers steps through time with about twenty ops a step and records each for autodiff. Here the input
 * projection is one matrix product for all steps, a step is ten ops, and backward walks the saved gates.
 * Equations and gate order (i, f, c, o) are Keras's (Hochreiter & Schmidhuber 1997 with forget gates,
 * sigmoid recurrent activation). The oracle is tfjs-layers' own LSTM (test/unit/model).
 *
 * Masked steps keep the state and repeat the former output, as in Keras.
 *
 * @param x [batch, time, features]
 * @param kernel [features, 4 * units]
 * @param recurrentKernel [units, 4 * units]
 * @param bias [4 * units]
 * @param mask [batch, time], 1 where a step is real; null when all are
 * @param backwards read time from its end; outputs stay at their own positions
 * @returns [batch, time, units]: the output of every step
 */
export function lstmSequence(
  x: tf.Tensor3D,
  kernel: tf.Tensor2D,
  recurrentKernel: tf.Tensor2D,
  bias: tf.Tensor1D,
  mask: tf.Tensor2D | null,
  backwards: boolean,
): tf.Tensor3D {
  const [batch, time] = x.shape;
  const units = recurrentKernel.shape[0];
  const order = Array.from({ length: time }, (_, t) => (backwards ? time - 1 - t : t));
  const keep = mask === null ? order.map(() => null) : stepMasks(mask);

  const op = tf.customGrad((...args: (tf.Tensor | tf.GradSaveFunc)[]) => {
    const [input, w, u, b] = args as [tf.Tensor3D, tf.Tensor2D, tf.Tensor2D, tf.Tensor1D];
    const save = args.at(-1) as tf.GradSaveFunc;
    // Time first, so that a step is one contiguous slice.
    const flat = tf.reshape(tf.transpose(input, [1, 0, 2]), [time * batch, -1]) as tf.Tensor2D;
    const projected = tf.add(tf.matMul(flat, w), b) as tf.Tensor2D; // [T * B, 4H]
    let h = tf.zeros<tf.Rank.R2>([batch, units]);
    let c = h;
    const outputs = new Array<tf.Tensor2D>(time);
    const saved: tf.Tensor[] = [];
    for (const t of order) {
      const step = tf.tidy(() => {
        const gates = tf.add(rows(projected, t, batch), tf.matMul(h, u)) as tf.Tensor2D;
        const i = tf.sigmoid(columns(gates, 0, units));
        const f = tf.sigmoid(columns(gates, 1, units));
        const g = tf.tanh(columns(gates, 2, units));
        const o = tf.sigmoid(columns(gates, 3, units));
        const cNext = tf.add(tf.mul(f, c), tf.mul(i, g));
        const tanhC = tf.tanh(cNext);
        const hNext = tf.mul(o, tanhC);
        const real = keep[t];
        return {
          saved: [i, f, g, o, tanhC, c, h] as tf.Tensor2D[],
          h: (real === null ? hNext : tf.where(real, hNext, h)) as tf.Tensor2D,
          c: (real === null ? cNext : tf.where(real, cNext, c)) as tf.Tensor2D,
        };
      });
      saved.push(...step.saved);
      ({ h, c } = step);
      outputs[t] = h;
    }
    // A tensor of the forward pass lives until backward only when it is saved: the masks too.
    save([flat, w, u, ...saved, ...keep.filter(real => real !== null)]);

    const gradFunc = (dy: tf.Tensor, kept: tf.Tensor[]) => {
      const [flatSaved, wSaved, uSaved, ...states] = kept as tf.Tensor2D[];
      const masks = states.splice(7 * time);
      const reals = keep.map(real => (real === null ? null : masks.shift()!));
      const dOutputs = tf.reshape(tf.transpose(dy as tf.Tensor3D, [1, 0, 2]), [
        time * batch,
        units,
      ]) as tf.Tensor2D;
      const uTransposed = tf.transpose(uSaved);
      const dGates = new Array<tf.Tensor2D>(time);
      const hBefore = new Array<tf.Tensor2D>(time);
      const one = tf.scalar(1);
      let dh: tf.Tensor2D = tf.zeros([batch, units]);
      let dc: tf.Tensor2D = dh;
      for (let n = time - 1; n >= 0; n--) {
        const t = order[n];
        const [i, f, g, o, tanhC, cBefore, hSaved] = states.slice(7 * n, 7 * n + 7);
        hBefore[t] = hSaved;
        const real = reals[t];
        const step = tf.tidy(() => {
          const dhHere = tf.add(rows(dOutputs, t, batch), dh) as tf.Tensor2D;
          // A masked step passes its state on, and so its gradient; its gates get none.
          const dhStep = real === null ? dhHere : (tf.mul(dhHere, real) as tf.Tensor2D);
          const dcStep = tf.add(
            tf.mul(tf.mul(dhStep, o), tf.sub(one, tf.square(tanhC))),
            real === null ? dc : tf.mul(dc, real),
          );
          const gates = tf.concat(
            [
              tf.mul(tf.mul(dcStep, g), tf.mul(i, tf.sub(one, i))),
              tf.mul(tf.mul(dcStep, cBefore), tf.mul(f, tf.sub(one, f))),
              tf.mul(tf.mul(dcStep, i), tf.sub(one, tf.square(g))),
              tf.mul(tf.mul(dhStep, tanhC), tf.mul(o, tf.sub(one, o))),
            ],
            1,
          ) as tf.Tensor2D;
          const dhBefore = tf.matMul(gates, uTransposed);
          const dcBefore = tf.mul(dcStep, f);
          return {
            gates,
            dh: (real === null ? dhBefore : tf.where(real, dhBefore, dhHere)) as tf.Tensor2D,
            dc: (real === null ? dcBefore : tf.where(real, dcBefore, dc)) as tf.Tensor2D,
          };
        });
        dGates[t] = step.gates;
        ({ dh, dc } = step);
      }
      const d = tf.reshape(tf.stack(dGates), [time * batch, 4 * units]) as tf.Tensor2D;
      const before = tf.reshape(tf.stack(hBefore), [time * batch, units]) as tf.Tensor2D;
      const dSteps = tf.reshape(tf.matMul(d, wSaved, false, true), [time, batch, -1]);
      return [
        tf.transpose(dSteps, [1, 0, 2]),
        tf.matMul(flatSaved, d, true, false),
        tf.matMul(before, d, true, false),
        tf.sum(d, 0),
      ];
    };
    return { value: tf.transpose(tf.stack(outputs), [1, 0, 2]), gradFunc };
  });
  return op(x, kernel, recurrentKernel, bias) as tf.Tensor3D;
}

/** The `n`-th run of `count` rows. */
const rows = (x: tf.Tensor2D, n: number, count: number) => tf.slice(x, [n * count, 0], [count, x.shape[1]]);

/** The `n`-th run of `count` columns. */
const columns = (x: tf.Tensor2D, n: number, count: number) =>
  tf.slice(x, [0, n * count], [x.shape[0], count]);

/** For each step, which rows are real as [batch, 1] booleans; null where all are, so that the step skips the selection. */
function stepMasks(mask: tf.Tensor2D): (tf.Tensor2D | null)[] {
  const [batch, time] = mask.shape;
  const values = mask.dataSync();
  return Array.from({ length: time }, (_, t) => {
    const column = new Uint8Array(batch);
    for (let b = 0; b < batch; b++) column[b] = values[b * time + t];
    return column.every(value => value !== 0) ? null : tf.tensor2d(column, [batch, 1], 'bool');
  });
}
