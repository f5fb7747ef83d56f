import assert from 'node:assert/strict';
import { taskMetrics } from '../../../src/training/metrics.ts';
import cases from '../../fixtures/training/metrics.json' with { type: 'json' };

/** Expected values: scikit-learn's (test/reference/metrics.py). */
function check(expected: (typeof cases)[number]): void {
  const found = taskMetrics(expected.labels, expected.truth, expected.probabilities);
  const near = (a: number, b: number, what: string) =>
    assert.ok(Math.abs(a - b) < 1e-9, `${what}: ${a}, ${b}`);
  assert.equal(found.n, expected.truth.length);
  for (const key of ['accuracy', 'macroF1', 'ece'] as const) near(found[key], expected[key], key);
  assert.deepEqual(found.confusion, expected.confusion);
  expected.labels.forEach((label, k) => {
    for (const key of ['precision', 'recall', 'f1', 'support'] as const) {
      near(found.perClass[label][key], expected[key][k], `${label} ${key}`);
    }
  });
}

describe('taskMetrics equals scikit-learn', () => {
  for (const expected of cases) it(expected.title, () => check(expected));

  it('gives zeros for no examples', () => {
    const { n, accuracy, macroF1, ece } = taskMetrics(['a', 'b'], [], []);
    assert.deepEqual({ n, accuracy, macroF1, ece }, { n: 0, accuracy: 0, macroF1: 0, ece: 0 });
  });
});
