import { Kernels } from '../../kernels/kernels.ts';
import { kernelsIn } from '../../kernels/node/kernelFiles.ts';
import { batchesByLength } from '../../model/batches.ts';
import type { BundleContent } from '../../model/bundleContent.ts';
import { textEncoderOf } from '../../model/textEncoder.ts';
import type { Precision } from '../../protocol/scores.ts';
import { answers } from '../answers.ts';
import { FusedNetwork, whyNotFused } from '../fusedNetwork.ts';
import { MAX_ROWS, MAX_TOKENS, rowOf } from '../network.ts';
import type { OpenModel } from '../openModel.ts';

/** What a bundle answers: for each task, for each text, a row of probabilities before calibration. */
export type AnswerIn = (precision: Precision, texts: readonly string[]) => Float32Array[][];

/**
 * Opens bundles on the fused kernels in each precision; undefined for one whose encoder they do not read.
 * @param wasmPath the folder that holds the .wasm files
 */
export function bothPrecisions(wasmPath: string) {
  return async (content: BundleContent, location: string): Promise<AnswerIn | undefined> => {
    const { manifest, vocabulary, heads } = content;
    if (whyNotFused(manifest.architecture) !== undefined) return undefined;
    const encoder = textEncoderOf(manifest.tokenizer.kind, vocabulary);
    const open = async (precision: Precision): Promise<OpenModel> => ({
      ...{ manifest, encoder, heads, location },
      network: new FusedNetwork(await Kernels.load(kernelsIn(wasmPath)), content, precision),
      backend: { name: 'wasm', reason: '' },
    });
    const models = { float: await open('float'), int8: await open('int8') };
    return (precision, texts) => answersTo(models[precision], texts);
  };
}

function answersTo(open: OpenModel, texts: readonly string[]): Float32Array[][] {
  const { tasks, tokenizer } = open.manifest;
  const ids = texts.map(text => open.encoder.encode(text, tokenizer.maxLength).ids);
  const found = tasks.map(() => new Array<Float32Array>(texts.length));
  const lengths = ids.map(({ length }) => length);
  for (const batch of batchesByLength(lengths, MAX_ROWS, MAX_TOKENS)) {
    answers(open, texts, ids, batch).forEach((numbers, k) => {
      batch.rows.forEach((row, r) => {
        found[k][row] = rowOf(numbers, r, batch.rows.length);
      });
    });
  }
  return found;
}
