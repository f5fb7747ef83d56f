/** The steps that Keras trains, trained here. */
import * as tf from '@tensorflow/tfjs-core';
import { openBundle } from '../../../src/model/bundle.ts';
import type { BundleFiles } from '../../../src/model/bundleContent.ts';
import { networkOfTasks } from '../../../src/model/network.ts';
import { padSequences } from '../../../src/text/padding.ts';
import { EmbeddingRows } from '../../../src/training/embeddingRows.ts';
import { crossEntropy } from '../../../src/training/trainer.ts';
import { stepsOf, type Textbook, textbookIds } from './kerasCases.ts';

/** As in test/reference/keras_bundles.py. `lazyAdam` moves the rows of the embedding that a batch reads, and no others. */
export type Kind = 'sgd' | 'adam' | 'lazyAdam';
export const optimizers: readonly Kind[] = ['sgd', 'adam', 'lazyAdam'];

const LEARNING_RATE = 0.001;
const EPSILON = 1e-7;

/**
 * Applies a step's gradients to `variables`, each time the same ones: those that a step does not read have none.
 * Keras adds Adam's epsilon to the root of the second moment as it is, TensorFlow.js to that of the corrected one: at
 * the first step thirty times less, beside gradients that are often no larger. So it gets what comes to Keras's.
 */
function applier(kind: Kind, variables: readonly tf.Variable[]) {
  const optimizer = kind === 'sgd' ? tf.train.sgd(0.5) : tf.train.adam(LEARNING_RATE);
  let steps = 0;
  return {
    apply(grads: tf.NamedTensorMap): void {
      steps++;
      if (kind !== 'sgd') Object.assign(optimizer, { epsilon: EPSILON / Math.sqrt(1 - 0.999 ** steps) });
      const known = variables.filter(({ name }) => kind !== 'sgd' || name in grads);
      // Adam keeps its moments by position.
      optimizer.applyGradients(
        known.map(({ name }) => ({ name, tensor: (grads[name] ?? null) as tf.Tensor })),
      );
    },
    dispose: () => optimizer.dispose(),
  };
}

/** The loss of each step, before it. */
export async function lossesOf(name: Textbook, files: BundleFiles, kind: Kind): Promise<number[]> {
  const { network } = await openBundle(files, name);
  const padded = padSequences(textbookIds().map(ids => [...ids]));
  const embedding = kind === 'lazyAdam' ? EmbeddingRows.of(network) : null;
  const variablesOf = ({ trainableWeights }: typeof network) =>
    trainableWeights.map(weight => weight.read() as tf.Variable);
  const optimizer = applier(
    kind,
    variablesOf(network).filter(variable => variable !== embedding?.whole),
  );
  const losses = stepsOf(name).map(({ task, rows, labels }) => {
    const one = networkOfTasks(network, [task]);
    const ids = Int32Array.from(rows.flatMap(row => [...padded[row]]));
    let found = Number.NaN;
    const run = (local: Int32Array, table?: tf.Variable) => {
      let rowGradient = new Float32Array();
      tf.tidy(() => {
        const input = tf.tensor2d(local, [rows.length, local.length / rows.length], 'int32');
        const loss = () => crossEntropy(one.apply(input, { training: true }) as tf.Tensor2D, labels);
        const { value, grads } = tf.variableGrads(loss, variablesOf(one));
        [found] = value.dataSync();
        optimizer.apply(grads);
        if (table) rowGradient = grads[table.name].dataSync() as Float32Array<ArrayBuffer>;
      });
      return rowGradient;
    };
    if (embedding === null) run(ids);
    else embedding.step(ids, LEARNING_RATE, run);
    return found;
  });
  optimizer.dispose();
  network.dispose();
  return losses;
}
