import { errors } from '../base/errors.ts';
import type { Disposable } from '../base/lifecycle.ts';
import { nextTurn } from '../base/nextTurn.ts';
import { type Batch, batchesByLength } from '../model/batches.ts';
import { calibrate } from '../model/calibrate.ts';
import type { Encoded } from '../text/tokenizer.ts';
import { answers } from './answers.ts';
import { type Ids, MAX_ROWS, MAX_TOKENS } from './network.ts';
import type { OpenModel } from './openModel.ts';
import type { Reading } from './readings.ts';

/** Told what was read: places in the list of texts, and each one's reading. */
export type Told = (places: readonly number[], readings: readonly Reading[]) => void;

/** Finds out what a model says of texts. */
export interface TextReader extends Disposable {
  /**
   * Each text once, some at a time, in whatever order.
   * Rejects with `cancelled` when `signal` aborts, heard between batches.
   */
  read(texts: readonly string[], told: Told, signal?: AbortSignal): Promise<void>;
}

/** On this thread. Owns the model's network. */
export class OwnReader implements TextReader {
  readonly #open: OpenModel;

  constructor(open: OpenModel) {
    this.#open = open;
  }

  read(texts: readonly string[], told: Told, signal?: AbortSignal): Promise<void> {
    const { tasks } = this.#open.manifest;
    return eachBatch(this.#open, texts, signal, (batch, ids, encoded) => {
      const outputs = answers(this.#open, texts, ids, batch);
      const rows = batch.rows.length;
      const readings = batch.rows.map((row, r): Reading => {
        const { words, known } = encoded[row];
        const probabilities = tasks.map(({ temperature }, k) => {
          const labels = outputs[k].length / rows;
          return calibrate(outputs[k], temperature, r * labels, (r + 1) * labels);
        });
        return { tokens: ids[row].length, words, known, probabilities };
      });
      told(batch.rows, readings);
    });
  }

  dispose(): void {
    this.#open.network.dispose();
  }
}

/** Hands each batch of `texts` to `read`, and lets others have a turn behind each. */
export async function eachBatch(
  { manifest, encoder }: OpenModel,
  texts: readonly string[],
  signal: AbortSignal | undefined,
  read: (batch: Batch, ids: readonly Ids[], encoded: readonly Encoded[]) => void,
): Promise<void> {
  const encoded = texts.map(text => encoder.encode(text, manifest.tokenizer.maxLength));
  const ids = encoded.map(row => row.ids);
  const lengths = ids.map(row => row.length);
  for (const batch of batchesByLength(lengths, MAX_ROWS, MAX_TOKENS)) {
    if (signal?.aborted) throw errors.cancelled();
    read(batch, ids, encoded);
    await nextTurn();
  }
  if (signal?.aborted) throw errors.cancelled();
}
