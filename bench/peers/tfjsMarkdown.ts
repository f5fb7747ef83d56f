import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, loadLayersModel } from '@tensorflow/tfjs-layers';
import { batchesByLength } from '../../src/model/batches.ts';
import { openBundle } from '../../src/model/bundle.ts';
import { calibrate } from '../../src/model/calibrate.ts';
import { registerLayers } from '../../src/model/layers.ts';
import { readBundleFiles } from '../../src/model/node/bundleFiles.ts';
import { predictBatch } from '../../src/model/predict.ts';
import { textEncoderOf } from '../../src/model/textEncoder.ts';
import { segmentText } from '../../src/text/segments.ts';
import type { Open } from '../contest/contestant.ts';
import { type MarkdownOptions, markdownContestant } from '../markdown/contestant.ts';
import { startTfjs } from './tfjs.ts';

/** Rows and tokens of a batch at most. */
const BATCH = { rows: 64, tokens: 2048 };

/** Manylens lends what TensorFlow.js has not: segments, the tokenizer, the pooling layers, batches sorted by length. */
const open: Open<MarkdownOptions> = async options =>
  markdownContestant(options, text => segmentText(text, { languageId: 'markdown' }), await stockScorer());
export default open;

/**
 * The base model with TensorFlow.js's own Bidirectional(LSTM) on its own kernels.
 * @returns every task's calibrated probabilities of texts, one text behind the other
 */
export async function stockScorer(): Promise<(texts: readonly { text: string }[]) => Promise<number[]>> {
  await startTfjs();
  registerLayers();
  const base = join(import.meta.dirname, '../../models/base');
  const files = await readBundleFiles(base);
  const { manifest, vocabulary, network: ours } = await openBundle(files, base);
  const { modelTopology } = JSON.parse(new TextDecoder().decode(files.get('model.json')));
  const network = await withStockEncoder(modelTopology, ours);
  const encoder = textEncoderOf(manifest.tokenizer.kind, vocabulary);
  const counts = manifest.tasks.map(task => task.labels.length);
  return async texts => {
    const ids = texts.map(({ text }) => encoder.encode(text, manifest.tokenizer.maxLength).ids);
    const lengths = ids.map(row => row.length);
    const rows: number[][] = [];
    for (const batch of batchesByLength(lengths, BATCH.rows, BATCH.tokens)) {
      const outputs = predictBatch(network, counts, ids, batch);
      batch.rows.forEach((row, r) => {
        rows[row] = manifest.tasks.flatMap((task, k) => calibrate(outputs[k][r], task.temperature));
      });
    }
    return rows.flat();
  };
}

interface Topology {
  config: { layers: { name: string; class_name: string; config: Record<string, unknown> }[] };
}

/** The same network and weights; of the layers only the encoder is another one. */
async function withStockEncoder(topology: Topology, ours: LayersModel): Promise<LayersModel> {
  const encoder = topology.config.layers.find(layer => layer.name === 'encoder');
  if (encoder?.class_name !== 'FusedBidirectionalLSTM') throw new Error('expected a bidirectional LSTM.');
  const { units } = encoder.config;
  const lstm = {
    units,
    name: 'lstm',
    return_sequences: true,
    activation: 'tanh',
    recurrent_activation: 'sigmoid',
    recurrent_initializer: { class_name: 'GlorotUniform', config: {} },
  };
  encoder.class_name = 'Bidirectional';
  encoder.config = {
    name: 'encoder',
    layer: { class_name: 'LSTM', config: lstm },
    merge_mode: 'concat',
  };
  const network = await loadLayersModel({ load: async () => ({ modelTopology: topology }) });
  tf.tidy(() => network.setWeights(ours.getWeights()));
  ours.dispose();
  return network;
}
