import { errors } from '../base/errors.ts';
import { type Batch, batchesByLength } from '../model/batches.ts';
import type { LoadedModel } from '../model/loadedModel.ts';
import { predictBatch } from '../model/predict.ts';
import { type Ids, MAX_ROWS, MAX_TOKENS, type Network, type TokenSpan } from './network.ts';

/** Any network, on the TensorFlow.js backend that runs. The oracle of the fused one. */
export class TensorFlowNetwork implements Network {
  readonly #model: LoadedModel;

  constructor(model: LoadedModel) {
    this.#model = model;
  }

  predict(ids: readonly Ids[], batch: Batch, tasks: readonly number[]): Float32Array[][] {
    const counts = tasks.map(k => this.#model.manifest.tasks[k].labels.length);
    return predictBatch(this.#model.networkFor(tasks), counts, ids, batch);
  }

  embed(ids: readonly Ids[], batch: Batch): Float32Array[] {
    const { architecture, name, tasks } = this.#model.manifest;
    const { sentenceSize } = architecture;
    if (sentenceSize === 0) throw errors.noSentenceVector(name);
    // The output behind the tasks'.
    const [vectors] = predictBatch(this.#model.networkFor([tasks.length]), [sentenceSize], ids, batch);
    return vectors;
  }

  predictWithout(ids: Ids, spans: readonly TokenSpan[], task: number): Float32Array[] {
    const texts = spans.map(({ start, end }) => Array.from(ids).toSpliced(start, end - start));
    const probabilities = new Array<Float32Array>(texts.length);
    const lengths = texts.map(text => text.length);
    for (const batch of batchesByLength(lengths, MAX_ROWS, MAX_TOKENS)) {
      const [output] = this.predict(texts, batch, [task]);
      batch.rows.forEach((row, r) => {
        probabilities[row] = output[r];
      });
    }
    return probabilities;
  }

  dispose(): void {
    this.#model.dispose();
  }
}
