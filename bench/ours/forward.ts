import { FoldedRows } from '../../src/engine/foldedRows.ts';
import { FusedEncoder } from '../../src/engine/fusedEncoder.ts';
import { layOut } from '../../src/engine/fusedWeights.ts';
import { MAX_ROWS, MAX_TOKENS } from '../../src/engine/network.ts';
import { Kernels, roundUp, WIDTH } from '../../src/kernels/kernels.ts';
import { kernelsIn } from '../../src/kernels/node/kernelFiles.ts';
import { architectureOf } from '../../src/model/architecture.ts';
import { batchesByLength } from '../../src/model/batches.ts';
import { Weight } from '../../src/model/weights.ts';
import type { ForwardOptions } from '../contest/batched.ts';
import type { Open } from '../contest/contestant.ts';
import { type Shape, type Workload, workloadOf } from '../workload.ts';
import { wasmPath } from './backend.ts';

/**
 * The scoring engine's encoder, on one thread and in its own batches: token ids in, last hidden states out. Words are
 * folded into the input projection when they are met first, as in a document: the note says what that cost.
 */
const open: Open<ForwardOptions> = async ({ shape, precision }) => {
  const { tokens, sentences, units, vocabulary, embedding } = shape;
  const kernels = await Kernels.load(kernelsIn(wasmPath));
  const workload = workloadOf(shape);
  const { directions } = layOut(kernels, architecture(shape), weights(shape, workload), 0, precision);
  const cells = Math.max(MAX_TOKENS, tokens);
  const table = new Weight([vocabulary, embedding], workload.embedding);
  const folded = new FoldedRows(kernels, table, directions, 4 * roundUp(units, WIDTH), cells);
  const encoder = new FusedEncoder(kernels, folded, directions, units, cells, MAX_ROWS);
  const states = kernels.heap.zeros(MAX_ROWS * units);

  const texts = Array.from({ length: sentences }, (_, s) =>
    workload.ids.subarray(s * tokens, (s + 1) * tokens),
  );
  const batches = batchesByLength(new Array(sentences).fill(tokens), MAX_ROWS, MAX_TOKENS);
  const started = performance.now();
  for (const { rows } of batches) folded.fold(rows.map(row => texts[row]));
  const folding = performance.now() - started;

  const forward = async () => {
    const outputs = new Float32Array(sentences * units);
    for (const { rows } of batches) {
      folded.fold(rows.map(row => texts[row]));
      const read = rows.map((row, n) => ({
        ids: texts[row],
        start: 0,
        end: tokens,
        out: states + 4 * n * units,
        step: 0,
      }));
      encoder.run(0, read);
      const last = kernels.heap.floats(states, rows.length * units);
      rows.forEach((row, n) => {
        outputs.set(last.subarray(n * units, (n + 1) * units), row * units);
      });
    }
    return outputs;
  };
  return {
    outputs: forward,
    run: async () => void (await forward()),
    note: () => `batch ${batches[0].rows.length}, words folded once in ${folding.toFixed(0)} ms`,
  };
};
export default open;

function architecture({ vocabulary, embedding, units }: Shape) {
  const sizes = { vocabularySize: vocabulary, embeddingSize: embedding, units };
  return architectureOf('keras-single', { ...sizes, encoder: 'lstm', pooling: 'last', sharedUnits: 0 });
}

/** As a bundle names them. */
function weights({ embedding, units }: Shape, workload: Workload): Map<string, Weight> {
  const [{ kernel, recurrent, bias }] = workload.directions;
  return new Map([
    ['encoder/kernel', new Weight([embedding, 4 * units], kernel)],
    ['encoder/recurrent_kernel', new Weight([units, 4 * units], recurrent)],
    ['encoder/bias', new Weight([4 * units], bias)],
  ]);
}
