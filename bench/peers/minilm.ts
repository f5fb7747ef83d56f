import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { batchesByLength } from '../../src/model/batches.ts';
import type { Open } from '../contest/contestant.ts';
import { load, type OnnxRuntime } from '../packages.ts';
import type { Pieces } from './minilmExport.ts';

/** Sentences at once that are tried; they are of like length. */
const SIZES = [1, 4, 8, 16, 32, 64];

/** all-MiniLM-L6-v2 in onnxruntime-node on one thread: its own pieces in, which cost it nothing, vectors out. */
const open: Open<{ folder: string }> = async ({ folder }) => {
  const { pieces, vectors }: Pieces = JSON.parse(readFileSync(join(folder, 'pieces.json'), 'utf8'));
  const { InferenceSession, Tensor } = await load<OnnxRuntime>('onnxruntime-node');
  const session = await InferenceSession.create(readFileSync(join(folder, 'model.onnx')), {
    executionProviders: ['cpu'],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
  });
  const read = async (rows: readonly number[]) => {
    const time = Math.max(...rows.map(row => pieces[row].length));
    const dims = [rows.length, time];
    const [ids, mask, types] = [0, 1, 2].map(() => new BigInt64Array(rows.length * time));
    rows.forEach((row, r) => {
      pieces[row].forEach((id, t) => {
        ids[r * time + t] = BigInt(id);
        mask[r * time + t] = 1n;
      });
    });
    const tensor = (data: BigInt64Array) => new Tensor('int64', data, dims);
    const feeds = { input_ids: tensor(ids), attention_mask: tensor(mask), token_type_ids: tensor(types) };
    return (await session.run(feeds)).output.data;
  };
  const lengths = pieces.map(({ length }) => length);
  const readAll = async (size: number) => {
    for (const { rows } of batchesByLength(lengths, size, Number.POSITIVE_INFINITY)) await read(rows);
  };
  let best = { size: 0, milliseconds: Number.POSITIVE_INFINITY };
  for (const size of SIZES) {
    const started = performance.now();
    await readAll(size);
    const milliseconds = performance.now() - started;
    if (milliseconds < best.milliseconds) best = { size, milliseconds };
  }
  return {
    // Beside PyTorch's, which it has to have.
    outputs: async () => Float32Array.of(...(await read([...vectors.keys()])), ...vectors.flat()),
    run: () => readAll(best.size),
    note: () => `batch ${best.size}`,
  };
};
export default open;
