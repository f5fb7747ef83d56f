import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Random } from '../../../src/base/random.ts';
import { macroF1Interval, mcNemar, wilson } from '../../../src/training/intervals.ts';
import { taskMetrics } from '../../../src/training/metrics.ts';
import cases from '../../fixtures/training/intervals.json' with { type: 'json' };

/** Expected values: SciPy's and scikit-learn's (test/reference/intervals.py). */
function check(found: readonly number[], expected: readonly number[], tolerance: number): void {
  found.forEach((value, i) => {
    assert.ok(Math.abs(value - expected[i]) <= tolerance, `${found} instead of ${expected}`);
  });
}

describe('Intervals equal SciPy', () => {
  for (const { hits, n, interval } of cases.wilson)
    it(`of ${hits} among ${n} (Wilson)`, () => check(wilson(hits, n), interval, 1e-9));

  for (const { first, second, p } of cases.mcNemar)
    it(`${first} against ${second} (McNemar)`, () => check([mcNemar(first, second)], [p], 1e-9));

  // Both are drawn: what differs is the draws.
  for (const { title, labels, truth, predicted, interval } of cases.macroF1)
    it(`macro-F1: ${title}`, () =>
      check(macroF1Interval(truth, predicted, labels, new Random(1)), interval, 0.02));
});

describe('The interval of macro-F1', () => {
  it('lies within 0 and 1, is in order, and is the same for the same seed', () => {
    const rows = fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(rows, fc.nat(), (pairs, seed) => {
        const [truth, predicted] = [pairs.map(([label]) => label), pairs.map(([, label]) => label)];
        const [low, high] = macroF1Interval(truth, predicted, 5, new Random(seed));
        assert.ok(low >= 0 && low <= high && high <= 1, `${low} ${high}`);
        assert.deepEqual(macroF1Interval(truth, predicted, 5, new Random(seed)), [low, high]);
        const oneHot = predicted.map(label => [0, 1, 2, 3, 4].map(k => Number(k === label)));
        const { accuracy } = taskMetrics(['0', '1', '2', '3', '4'], truth, oneHot);
        if (accuracy === 0 || accuracy === 1) assert.deepEqual([low, high], [accuracy, accuracy]);
      }),
      { numRuns: 30 },
    );
  });
});
