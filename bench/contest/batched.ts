import type { Precision } from '../../src/protocol/scores.ts';
import type { Shape } from '../workload.ts';
import type { Contestant } from './contestant.ts';

export interface ForwardOptions {
  shape: Shape;
  /** The batch size; the one that proves fastest when absent. */
  batch?: number;
  /** Of TensorFlow.js; `wasm` when absent. */
  backend?: 'wasm' | 'tensorflow';
  /** Of ours; floats when absent. */
  precision?: Precision;
}

const SIZES = [16, 32, 64, 128, 256];
/** Runs that judge a size, after one to warm up. */
const TRIES = 1;

/**
 * A forward pass over all sentences in batches of the size that is fastest here.
 * @param forward runs all sentences, so many at a time; resolves to [sentences, directions * units]
 */
export async function batched(
  { shape, batch }: ForwardOptions,
  forward: (batch: number) => Promise<Float32Array>,
): Promise<Contestant> {
  let best = { size: batch ?? 0, milliseconds: Number.POSITIVE_INFINITY };
  const sizes = batch === undefined ? SIZES.filter(size => size <= shape.sentences) : [];
  for (const size of sizes) {
    await forward(size);
    for (let n = 0; n < TRIES; n++) {
      const started = performance.now();
      await forward(size);
      const milliseconds = performance.now() - started;
      if (milliseconds < best.milliseconds) best = { size, milliseconds };
    }
  }
  return {
    outputs: () => forward(best.size),
    run: async () => void (await forward(best.size)),
    note: () => `batch ${best.size}`,
  };
}
