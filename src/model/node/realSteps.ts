/** Where a direction's real steps stand, as numbers of rows: of [batch * time] as it is given, of [time * batch] in reading order. */
export interface Steps {
  /** Of the row with the most real steps; 1 at least. */
  time: number;
  /** For each of time * batch: which given row it reads; some row or other behind a row's last real step. */
  from: Int32Array;
  /** For each given row: which step has its output, its own or the last real one before; time * batch where there is none. */
  last: Int32Array;
  /** For each given row: its own step; time * batch for padding. */
  own: Int32Array;
}

/**
 * @param mask [batch, given], 0 where a step is padding; null where all are real
 * @param given steps of each row
 * @param backwards reads from the end
 */
export function stepsOf(
  mask: ArrayLike<number> | null,
  batch: number,
  given: number,
  backwards: boolean,
): Steps {
  const rows = Array.from({ length: batch }, (_, row) => realOf(mask, row, given, backwards));
  const time = rows.reduce((most, { length }) => Math.max(most, length), 1);
  const none = time * batch;
  const from = new Int32Array(none);
  const last = new Int32Array(batch * given).fill(none);
  const own = new Int32Array(batch * given).fill(none);
  rows.forEach((real, row) => {
    for (let s = 0; s < time; s++) from[s * batch + row] = row * given + (real[s] ?? 0);
    real.forEach((t, s) => {
      own[row * given + t] = s * batch + row;
    });
    let before = none;
    for (let n = 0; n < given; n++) {
      const at = row * given + (backwards ? given - 1 - n : n);
      if (own[at] !== none) before = own[at];
      last[at] = before;
    }
  });
  return { time, from, last, own };
}

/** A row's real steps, in reading order. */
function realOf(mask: ArrayLike<number> | null, row: number, given: number, backwards: boolean): number[] {
  const real: number[] = [];
  for (let t = 0; t < given; t++) if (mask === null || mask[row * given + t] !== 0) real.push(t);
  return backwards ? real.reverse() : real;
}
