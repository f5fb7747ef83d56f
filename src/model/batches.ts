import { PAD } from '../text/vocabulary.ts';

/** A batch of texts of similar length. */
export interface Batch {
  /** Positions in the list that was batched. */
  rows: number[];
  /** Tokens of the longest row. */
  time: number;
}

/**
 * Groups texts by length, so that little of a batch is padding. Shortest first; ties keep their order.
 * @param lengths tokens of each text
 * @param maxTokens rows * time of a batch at most (a longer text is a batch of its own)
 */
export function batchesByLength(lengths: readonly number[], maxRows: number, maxTokens: number): Batch[] {
  const order = lengths.map((_, row) => row).sort((a, b) => lengths[a] - lengths[b] || a - b);
  const batches: Batch[] = [];
  for (const row of order) {
    const last = batches.at(-1);
    const fits = last && last.rows.length < maxRows && (last.rows.length + 1) * lengths[row] <= maxTokens;
    if (fits) {
      last.rows.push(row);
      last.time = lengths[row];
    } else batches.push({ rows: [row], time: lengths[row] });
  }
  return batches;
}

/** The ids of a batch's rows, padded behind: [rows, time], row by row. An empty text is one padding. */
export function padBatch(ids: readonly ArrayLike<number>[], time: number): Int32Array {
  const width = Math.max(1, time);
  const padded = new Int32Array(ids.length * width).fill(PAD);
  ids.forEach((row, r) => {
    for (let t = 0; t < Math.min(row.length, width); t++) padded[r * width + t] = row[t];
  });
  return padded;
}
