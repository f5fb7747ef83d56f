import { errors } from '../base/errors.ts';
import { type Batch, batchesByLength } from '../model/batches.ts';
import type { LoadedModel } from '../model/loadedModel.ts';
import { predictBatch } from '../model/predict.ts';
import {
  concatenated,
  type Ids,
  MAX_ROWS,
  MAX_TOKENS,
  type Network,
  type Output,
  rowOf,
  type TokenSpan,
} from './network.ts';

/** Any network, on the TensorFlow.js backend that runs. The oracle of the fused one. */
export class TensorFlowNetwork implements Network {
  readonly #model: LoadedModel;

  constructor(model: LoadedModel) {
    this.#model = model;
  }

  predict(ids: readonly Ids[], batch: Batch, outputs: readonly Output[]): Float32Array[] {
    const { architecture, name, tasks } = this.#model.manifest;
    const { sentenceSize } = architecture;
    if (sentenceSize === 0 && outputs.includes('sentence')) throw errors.noSentenceVector(name);
    const widths = outputs.map(k => (k === 'sentence' ? sentenceSize : tasks[k].labels.length));
    const places = outputs.map(k => (k === 'sentence' ? this.#model.sentenceOutput : k));
    return predictBatch(this.#model.networkFor(places), widths, ids, batch).map(concatenated);
  }

  predictWithout(ids: Ids, spans: readonly TokenSpan[], outputs: readonly Output[]): Float32Array[] {
    const texts = spans.map(({ start, end }) => Array.from(ids).toSpliced(start, end - start));
    const found = outputs.map(() => new Array<Float32Array>(texts.length));
    const lengths = texts.map(text => text.length);
    for (const batch of batchesByLength(lengths, MAX_ROWS, MAX_TOKENS)) {
      this.predict(texts, batch, outputs).forEach((numbers, n) => {
        batch.rows.forEach((row, r) => {
          found[n][row] = rowOf(numbers, r, batch.rows.length);
        });
      });
    }
    return found.map(concatenated);
  }

  dispose(): void {
    this.#model.dispose();
  }
}
