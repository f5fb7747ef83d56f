import assert from 'node:assert/strict';
import type { LstmWeights } from '../../../src/kernels/lstm.ts';
import cases from '../../fixtures/kernels/lstm.json' with { type: 'json' };
import { distance, implementations } from './support.ts';

type Case = (typeof cases)[number];

const weightsOf = (list: Case['weights']): LstmWeights[] =>
  list.map(({ kernel, recurrentKernel, bias }) => ({
    kernel: Float32Array.from(kernel),
    recurrentKernel: Float32Array.from(recurrentKernel),
    bias: Float32Array.from(bias),
  }));

for (const [name, load] of Object.entries(implementations)) {
  describe(`The LSTM, ${name}, equals PyTorch's`, () => {
    for (const example of cases) {
      it(example.title, async () => {
        const { batch, time, inputs, units, lengths } = example;
        const mask = lengths.flatMap(length => Array.from({ length: time }, (_, t) => Number(t < length)));
        const input = {
          batch,
          time,
          inputs,
          units,
          mask,
          x: Float32Array.from(example.x),
          directions: weightsOf(example.weights),
        };
        const lstm = await load();
        const output = lstm.forward(input, true);
        // PyTorch has zeros where Keras repeats the output before.
        const width = units * input.directions.length;
        const real = output.y.map((value, n) => value * mask[Math.floor(n / width)]);
        assert.ok(distance(real, example.y) < 1e-5, 'outputs');
        const gradients = lstm.backward(input, output, Float32Array.from(example.dy));
        assert.ok(distance(gradients.x, example.dx) < 1e-4, 'gradient of the input');
        example.gradients.forEach((expected, d) => {
          for (const part of ['kernel', 'recurrentKernel', 'bias'] as const) {
            assert.ok(
              distance(gradients.directions[d][part], expected[part]) < 1e-4,
              `gradient of ${part} ${d}`,
            );
          }
        });
      });
    }
  });
}
