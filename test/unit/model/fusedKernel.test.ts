import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, layers, loadLayersModel, sequential } from '@tensorflow/tfjs-layers';
import { Random } from '../../../src/base/random.ts';
import { fusedLstm } from '../../../src/model/fusedKernel.ts';
import { lstmSequence } from '../../../src/model/lstm.ts';
import { FusedLSTM } from '../../../src/model/lstmLayers.ts';
import { backends, distance, useBackend } from './support.ts';

interface Case {
  directions: 1 | 2;
  /** Real steps of each row; all when absent. */
  lengths?: number[];
  /** Padding stands before the text rather than behind it. */
  before?: boolean;
  save: boolean;
}

const [batch, time, features, units] = [5, 6, 3, 9];
const cases: Record<string, Case> = {
  'one direction': { directions: 1, save: true },
  'two directions': { directions: 2, save: true },
  'padding, two directions': { directions: 2, lengths: [6, 0, 3, 1, 4], save: true },
  'padding before': { directions: 2, lengths: [6, 0, 3, 1, 4], before: true, save: true },
  'empty rows alone': { directions: 2, lengths: [0, 0, 0, 0, 0], save: true },
  'a gradient that nothing was saved for': { directions: 2, lengths: [6, 6, 3, 1, 4], save: false },
};

/** The plain op, of TensorFlow.js's own ops, is the oracle: outputs and gradients. */
function check({ directions, lengths, before, save }: Case): void {
  tf.tidy(() => {
    const random = new Random(3);
    const normal = (...shape: number[]) =>
      tf.tensor(
        Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.normal() * 0.5),
        shape,
      );
    const mask = lengths
      ? tf.tensor2d(
          lengths.map(n => Array.from({ length: time }, (_, t) => (before ? t >= time - n : t < n))),
          [batch, time],
          'bool',
        )
      : null;
    const args = [normal(batch, time, features)];
    for (let d = 0; d < directions; d++) {
      args.push(normal(features, 4 * units), normal(units, 4 * units), normal(4 * units));
    }
    const probe = normal(batch, time, directions * units);
    const weightsOf = (rest: tf.Tensor[]) =>
      Array.from({ length: directions }, (_, d) => {
        const [kernel, recurrentKernel, bias] = rest.slice(3 * d, 3 * d + 3);
        return { kernel, recurrentKernel, bias };
      });
    const ours = (x: tf.Tensor, ...rest: tf.Tensor[]) =>
      fusedLstm(x as tf.Tensor3D, weightsOf(rest), mask, save);
    const theirs = (x: tf.Tensor, ...rest: tf.Tensor[]) =>
      tf.concat(
        weightsOf(rest).map(({ kernel, recurrentKernel, bias }, d) =>
          lstmSequence(
            x as tf.Tensor3D,
            kernel as tf.Tensor2D,
            recurrentKernel as tf.Tensor2D,
            bias as tf.Tensor1D,
            mask,
            d === 1,
          ),
        ),
        2,
      );
    assert.ok(distance(ours(args[0], ...args.slice(1)), theirs(args[0], ...args.slice(1))) < 1e-5, 'outputs');
    const gradients = (f: typeof ours) =>
      tf.grads((...given: tf.Tensor[]) => tf.sum(tf.mul(f(given[0], ...given.slice(1)), probe)))(args);
    const expected = gradients(theirs as typeof ours);
    gradients(ours).forEach((gradient, n) => {
      assert.ok(distance(gradient, expected[n]) < 1e-4, `gradient of input ${n}`);
    });
  });
}

/** A model of one layer, saved and read again as JSON and weights with its class under another name. */
async function reloaded(model: LayersModel, from: string, to: string): Promise<LayersModel> {
  let artifacts: tf.io.ModelArtifacts | undefined;
  await model.save({
    save: async saved => {
      artifacts = saved;
      return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(saved) };
    },
  });
  const topology = JSON.stringify(artifacts!.modelTopology).replace(
    `"class_name":"${from}"`,
    `"class_name":"${to}"`,
  );
  return loadLayersModel({ load: async () => ({ ...artifacts!, modelTopology: JSON.parse(topology) }) });
}

describe('FusedLSTM', () => {
  for (const config of [
    { activation: 'relu' },
    { recurrentActivation: 'hardSigmoid' },
    { goBackwards: true },
  ]) {
    it(`refuses ${JSON.stringify(config)}, which it does not compute`, () => {
      assert.throws(() => new FusedLSTM({ units, ...config }), { code: 'bad-input' });
    });
  }
});

for (const backend of backends) {
  describe(`FusedLSTM on ${backend}`, () => {
    before(() => useBackend(backend));
    for (const [title, example] of Object.entries(cases)) {
      it(`equals the plain op: ${title}`, () => check(example));
    }

    it('leaves no tensor', () => {
      const before = tf.memory().numTensors;
      check(cases['padding, two directions']);
      assert.equal(tf.memory().numTensors, before);
    });

    it("loads a model of Keras's LSTM, and is loaded as one", async () => {
      const config = { units, returnSequences: true, name: 'lstm' };
      const keras = sequential({
        layers: [
          layers.lstm({
            ...config,
            inputShape: [time, features],
            recurrentActivation: 'sigmoid',
            recurrentInitializer: 'glorotUniform',
          }),
        ],
      });
      const fused = await reloaded(keras, 'LSTM', FusedLSTM.className);
      const back = await reloaded(fused, FusedLSTM.className, 'LSTM');
      const x = tf.randomNormal([batch, time, features], 0, 1, 'float32', 5);
      const [a, b, c] = [keras, fused, back].map(model => model.predict(x) as tf.Tensor);
      assert.ok(distance(b, a) < 1e-5 && distance(c, a) < 1e-5);
      for (const model of [keras, fused, back]) model.dispose();
      tf.dispose([x, a, b, c]);
    });
  });
}
