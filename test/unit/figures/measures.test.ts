import assert from 'node:assert/strict';
import type { Measure } from '../../../scripts/base/goals.ts';
import { bootstrap, figureOf, wilson } from '../../../scripts/base/measures.ts';

const near = (found: readonly number[], expected: readonly number[]) =>
  assert.deepEqual(
    found.map(value => value.toFixed(3)),
    expected.map(value => value.toFixed(3)),
  );

describe("Wilson's interval", () => {
  const check = (name: string, share: number, n: number, expected: [number, number]) =>
    it(name, () => near(wilson(share, n), expected));
  check('of a half', 0.5, 100, [0.404, 0.596]);
  check('of few', 0.8, 10, [0.49, 0.943]);
  check('of none', 0, 1000, [0, 0.004]);
  check('of all', 1, 50, [0.929, 1]);
  check('of no rows is everything', 0, 0, [0, 1]);
});

describe('a figure', () => {
  /** Of ten `a` six are found, of ten `b` nine; `c` does not occur. */
  const confusion = [
    [6, 4, 0],
    [1, 9, 0],
    [0, 0, 0],
  ];
  const check = (name: string, measure: Measure, label: string | undefined, expected: number) =>
    it(name, () => {
      const { n, value, interval } = figureOf(confusion, ['a', 'b', 'c'], measure, label);
      assert.equal(n, 20);
      near([value], [expected]);
      assert.ok(interval![0] < value && value < interval![1], String(interval));
    });
  check('of accuracy', 'accuracy', undefined, 0.75);
  check('of macro recall, of the labels that occur', 'macroRecall', undefined, 0.75);
  check('of macro-F1, of the labels that occur', 'macroF1', undefined, (12 / 17 + 18 / 23) / 2);
  check("of one label's F1", 'f1', 'b', 18 / 23);
});

describe('the bootstrap', () => {
  const share = ([[hits, misses]]: readonly number[][]) => hits / (hits + misses);
  it('gives the same interval again', () => {
    assert.deepEqual(bootstrap([[30, 70]], share), bootstrap([[30, 70]], share));
  });
  it("is near Wilson's for a share", () => {
    const [low, high] = bootstrap([[300, 700]], share);
    const expected = wilson(0.3, 1000);
    assert.ok(Math.abs(low - expected[0]) < 0.01 && Math.abs(high - expected[1]) < 0.01, `${low} ${high}`);
  });
});
