import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Random } from '../../../src/base/random.ts';
import { calibrate } from '../../../src/model/calibrate.ts';
import { fitTemperature, fitThreshold } from '../../../src/training/calibration.ts';

/** Texts of two labels whose first label is true with probability sigmoid(logit): what `sharpen` overstates. */
function sample(sharpen: number) {
  const random = new Random(3);
  const truth: number[] = [];
  const raw: Float32Array[] = [];
  for (let n = 0; n < 4000; n++) {
    const logit = random.normal() * 1.5;
    truth.push(random.next() < 1 / (1 + Math.exp(-logit)) ? 0 : 1);
    const p = 1 / (1 + Math.exp(-logit * sharpen));
    raw.push(Float32Array.of(p, 1 - p));
  }
  return { truth, raw };
}

describe('temperature', () => {
  for (const sharpen of [0.5, 1, 2, 3]) {
    it(`finds how far probabilities overstate: ${sharpen}`, () => {
      const { truth, raw } = sample(sharpen);
      const found = fitTemperature(truth, raw);
      assert.ok(Math.abs(found / sharpen - 1) < 0.1, `${found}`);
    });
  }

  it('is 1 without held-out texts', () => assert.equal(fitTemperature([], []), 1));

  it('keeps the order of the labels and a sum of 1', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1e-6, max: 1, noNaN: true }), { minLength: 2, maxLength: 8 }),
        fc.double({ min: 0.25, max: 4, noNaN: true }),
        (weights, temperature) => {
          const sum = weights.reduce((a, b) => a + b, 0);
          const raw = Float32Array.from(weights, weight => weight / sum);
          const calibrated = calibrate(raw, temperature);
          assert.ok(Math.abs(calibrated.reduce((a, b) => a + b, 0) - 1) < 1e-9);
          for (let i = 0; i < raw.length; i++) {
            for (let j = 0; j < raw.length; j++) {
              if (raw[i] > raw[j]) assert.ok(calibrated[i] >= calibrated[j]);
            }
          }
        },
      ),
    );
  });
});

describe('threshold', () => {
  it('lies where the least sure tenth ends', () => {
    const rows = Array.from({ length: 100 }, (_, n) => [0.5 + n / 200, 0.5 - n / 200]);
    assert.equal(fitThreshold(rows), 0.55);
  });
  it('asks no more than 0.6, however sure a task is', () => {
    assert.equal(fitThreshold(Array.from({ length: 100 }, () => [0.99, 0.01])), 0.6);
  });
  it('is 0 without held-out texts', () => assert.equal(fitThreshold([]), 0));
});
