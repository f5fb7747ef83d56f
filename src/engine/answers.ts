/** What a model answers: its network, and behind it the linear heads. */
import type { Batch } from '../model/batches.ts';
import type { LinearHead } from '../model/linearHead.ts';
import type { WordTokens } from '../text/tokenizer.ts';
import { concatenated, type Ids, type Output, rowOf } from './network.ts';
import type { OpenModel } from './openModel.ts';

/**
 * One batch, for every task.
 * @param texts, ids of all that was batched
 * @returns for each task of the manifest, row by row of the batch, the labels' probabilities before calibration
 */
export function answers(
  { manifest, network, heads }: OpenModel,
  texts: readonly string[],
  ids: readonly Ids[],
  batch: Batch,
): Float32Array[] {
  const outputs: Output[] = manifest.tasks.flatMap((_, k) => (readsOwn(heads.get(k)) ? [k] : []));
  if (heads.size > 0) outputs.push('sentence');
  const said = network.predict(ids, batch, outputs);
  return manifest.tasks.map((_, k) => {
    const own = said[outputs.indexOf(k)];
    const head = heads.get(k);
    if (head === undefined) return own;
    const vectors = said[outputs.length - 1];
    const rows = batch.rows.length;
    return concatenated(
      batch.rows.map((row, r) =>
        head.probabilities(texts[row], rowOf(vectors, r, rows), own && rowOf(own, r, rows)),
      ),
    );
  });
}

/**
 * One text without each of some words, for the task at `k`.
 * @returns for each word, the labels' probabilities before calibration
 */
export function answersWithout(
  { network, heads }: OpenModel,
  text: string,
  ids: Ids,
  words: readonly WordTokens[],
  k: number,
): Float32Array[] {
  const head = heads.get(k);
  const spans = words.map(({ tokens }) => tokens);
  const rows = words.length;
  if (head === undefined) {
    const [said] = network.predictWithout(ids, spans, [k]);
    return words.map((_, n) => rowOf(said, n, rows));
  }
  const outputs: Output[] = readsOwn(head) ? [k, 'sentence'] : ['sentence'];
  const said = network.predictWithout(ids, spans, outputs);
  const vectors = said[outputs.length - 1];
  const own = said[outputs.indexOf(k)];
  return words.map(({ start, end }, n) => {
    // Its place stays blank, so that no two words become one.
    const shortened = text.slice(0, start) + ' '.repeat(end - start) + text.slice(end);
    return head.probabilities(shortened, rowOf(vectors, n, rows), own && rowOf(own, n, rows));
  });
}

/** Whether what the network itself answers counts: it does without a linear head, and where that goes on from it. */
const readsOwn = (head: LinearHead | undefined) => head === undefined || head.weights.prior > 0;
