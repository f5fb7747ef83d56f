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

/** A bundle's network, ready to predict. Read-only: a model is replaced, never changed. */
export interface Network extends Disposable {
  /**
   * One batch.
   * @param tasks positions in the manifest
   * @returns for each of `tasks`, for each row of the batch, the labels' probabilities as the network has them
   */
  predict(ids: readonly Ids[], batch: Batch, tasks: readonly number[]): Float32Array[][];

  /**
   * The sentences' vectors of one batch. Predicting computes nothing of them.
   * @returns for each row of the batch, architecture.sentenceSize numbers of length 1
   * @throws `no-sentence-vector` where the architecture has none
   */
  embed(ids: readonly Ids[], batch: Batch): Float32Array[];

  /**
   * One text without each of `spans`.
   * @returns for each span, the labels' probabilities of task `task`
   */
  predictWithout(ids: Ids, spans: readonly TokenSpan[], task: number): Float32Array[];
}
