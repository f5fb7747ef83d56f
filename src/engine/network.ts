import type { Disposable } from '../base/lifecycle.ts';
import type { Batch } from '../model/batches.ts';

/** Of a batch: few enough that a cancel is heard soon, enough that the matrix products are worth their call. Ten tiles. */
export const MAX_ROWS = 60;
/** Rows times the tokens of the longest one; a longer text is a batch of its own. Of fifty tokens, eight tiles. */
export const MAX_TOKENS = 2400;

/** Ids of a text's tokens, none of them padding. */
export type Ids = ArrayLike<number>;

/** Tokens `start` to `end`, exclusive, of a text. */
export interface TokenSpan {
  start: number;
  end: number;
}

/**
 * What a network is asked of a text: a task, by its position in the manifest, for its labels' probabilities as the network
 * has them; or the sentence's vector, architecture.sentenceSize numbers of length 1.
 */
export type Output = number | 'sentence';

/** A bundle's network, ready to predict: without linear heads, which stand behind it (answers.ts). Read-only. */
export interface Network extends Disposable {
  /**
   * One batch, which is read once whatever is asked; what is not asked is not computed.
   * @param outputs the tasks ascending, the vector last
   * @returns for each of `outputs` its numbers, one row of the batch behind the other: no object a text
   * @throws `no-sentence-vector` where the vector is asked for and the architecture has none
   */
  predict(ids: readonly Ids[], batch: Batch, outputs: readonly Output[]): Float32Array[];

  /**
   * One text without each of `spans`.
   * @returns as `predict`, for each span in place of a row
   */
  predictWithout(ids: Ids, spans: readonly TokenSpan[], outputs: readonly Output[]): Float32Array[];
}

/** Row `row` of `rows` that lie one behind the other: a view. */
export function rowOf(numbers: Float32Array, row: number, rows: number): Float32Array {
  const width = numbers.length / rows;
  return numbers.subarray(row * width, (row + 1) * width);
}

/** Rows one behind the other. */
export function concatenated(rows: readonly Float32Array[]): Float32Array {
  const numbers = new Float32Array(rows.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const row of rows) {
    numbers.set(row, at);
    at += row.length;
  }
  return numbers;
}
