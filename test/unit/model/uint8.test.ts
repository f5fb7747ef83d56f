import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { Random } from '../../../src/base/random.ts';
import { type Quantized, quantize } from '../../../src/model/uint8.ts';
import { readWeights } from '../../../src/model/weights.ts';
import { useBackend } from './support.ts';

const read = ({ bytes, scale, min }: Quantized): Float32Array => {
  const quantization = { dtype: 'uint8', scale, min };
  const weights = [{ name: 'x', shape: [bytes.length], dtype: 'float32', quantization }];
  return readWeights([{ weights }], bytes).get('x')!.floats();
};

/** The largest and the root mean square error. */
function errorsOf(values: Float32Array, quantized: Quantized) {
  const errors = read(quantized).map((value, n) => value - values[n]);
  const square = errors.reduce((sum, error) => sum + error * error, 0);
  const most = errors.reduce((most, error) => Math.max(most, Math.abs(error)), 0);
  return { most, mean: Math.sqrt(square / errors.length) };
}

const normal = (count: number, scale = 1) => {
  const random = new Random(5);
  return Float32Array.from({ length: count }, () => scale * random.normal());
};

const floats = fc.array(fc.float({ noNaN: true, min: -100, max: 100 }), { minLength: 1, maxLength: 600 });
/** Few values, or values on a grid, which may be kept as they are. */
const few = fc
  .tuple(
    fc.float({ noNaN: true, min: Math.fround(0.001), max: 9 }),
    fc.array(fc.integer({ min: -90, max: 160 })),
  )
  .map(([step, codes]) => codes.map(code => code * step));

describe('numbers as bytes', () => {
  before(() => useBackend('cpu'));

  const cases: Record<string, Float32Array> = {
    'a normal distribution': normal(20_000),
    'one that is far from zero': normal(20_000).map(x => 100 + x),
    'one side of zero alone': normal(20_000).map(Math.abs),
    'the other side alone': normal(20_000).map(x => -Math.abs(x)),
    'very small numbers': normal(20_000, 1e-20),
    'nothing but zeros': new Float32Array(10),
    'a single number': Float32Array.of(0.3),
    'two numbers far apart': Float32Array.of(1e-6, 1e6),
    'no number': new Float32Array(),
  };
  for (const [title, values] of Object.entries(cases)) {
    it(`keep zero, are off by half a step where they are within the range, and stay as they are: ${title}`, () => {
      const quantized = quantize(values);
      const { bytes, scale, min } = quantized;
      const found = read(quantized);
      assert.ok(
        Number.isInteger(-min / scale) && -min / scale >= 0 && -min / scale <= 255,
        'zero has a code',
      );
      const [lowest, highest] = [min, 255 * scale + min];
      values.forEach((value, n) => {
        if (value > lowest && value < highest)
          assert.ok(Math.abs(found[n] - value) <= scale / 2, `${value}: ${found[n]}`);
        else assert.ok(Math.abs(found[n] - value) <= Math.abs(value), `${value}: ${found[n]}`);
      });
      assert.deepEqual(quantize(found), { bytes, scale, min });
    });
  }

  it('give the same bytes again, whatever the numbers', () => {
    fc.assert(
      fc.property(fc.oneof(floats, few), values => {
        const quantized = quantize(Float32Array.from(values));
        assert.deepEqual(quantize(read(quantized)), quantized);
      }),
    );
  });

  it('let go of outliers, which would cost all others', () => {
    const values = normal(300_000);
    const { mean } = errorsOf(values, quantize(values));
    assert.ok(mean < 0.0105, `${mean}`);
    values.set([15, -15], 1000);
    const some = quantize(values);
    assert.ok(some.scale < (0.6 * 30) / 255, `${some.scale}`);
    assert.ok(errorsOf(values, some).most > 5);
  });

  it('are read by TensorFlow.js to the last bit', () => {
    const { bytes, scale, min } = quantize(normal(10_000, 0.37));
    const quantization = { dtype: 'uint8' as const, scale, min, original_dtype: 'float32' as const };
    const { x } = tf.io.decodeWeights(bytes.buffer, [
      { name: 'x', shape: [bytes.length], dtype: 'float32', quantization },
    ]);
    assert.deepEqual(x.dataSync(), read({ bytes, scale, min }));
    x.dispose();
  });

  for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY]) {
    it(`are not made of ${wrong}`, () => {
      assert.throws(() => quantize(Float32Array.of(1, wrong)), { code: 'bad-input', message: /finite/ });
    });
  }
});
