import { batched, type ForwardOptions } from '../contest/batched.ts';
import type { Open } from '../contest/contestant.ts';
import { load, type OnnxRuntime } from '../packages.ts';
import { workloadOf } from '../workload.ts';
import { onnxModel } from './onnxModel.ts';

interface Options extends ForwardOptions {
  runtime: 'onnxruntime-node' | 'onnxruntime-web';
  /** Its own weights of 8 bits. */
  integers?: boolean;
}

/** ONNX Runtime on one thread: token ids in, last hidden states out. */
const open: Open<Options> = async options => {
  const { shape, runtime, integers } = options;
  const { sentences, tokens, units, directions } = shape;
  const ort = await load<OnnxRuntime>(runtime);
  ort.env.wasm.numThreads = 1;
  const workload = workloadOf(shape);
  const session = await ort.InferenceSession.create(await onnxModel(shape, workload, integers), {
    executionProviders: [runtime === 'onnxruntime-node' ? 'cpu' : 'wasm'],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
  });
  const feeds = new Map<number, { first: number; count: number; ids: object }[]>();
  const feedsOf = (batch: number) => {
    const made = feeds.get(batch);
    if (made) return made;
    const parts: { first: number; count: number; ids: object }[] = [];
    for (let first = 0; first < sentences; first += batch) {
      const count = Math.min(batch, sentences - first);
      const ids = new Int32Array(tokens * count);
      for (let t = 0; t < tokens; t++) {
        for (let s = 0; s < count; s++) ids[t * count + s] = workload.ids[(first + s) * tokens + t];
      }
      parts.push({ first, count, ids: new ort.Tensor('int32', ids, [tokens, count]) });
    }
    feeds.set(batch, parts);
    return parts;
  };
  return batched(options, async batch => {
    const states = new Float32Array(sentences * directions * units);
    for (const { first, count, ids } of feedsOf(batch)) {
      const { last } = await session.run({ ids });
      for (let d = 0; d < directions; d++) {
        for (let s = 0; s < count; s++) {
          const from = (d * count + s) * units;
          states.set(last.data.subarray(from, from + units), ((first + s) * directions + d) * units);
        }
      }
    }
    return states;
  });
};
export default open;
