import assert from 'node:assert/strict';
import fc from 'fast-check';
import { likelySlips } from '../../../src/training/slips.ts';
import expected from '../../fixtures/training/slips.json' with { type: 'json' };

describe('likely slips', () => {
  expected.forEach(({ truth, predicted, slips }) => {
    it(`of ${truth.length} labels are cleanlab's`, () => {
      const found = likelySlips(truth, predicted);
      assert.deepEqual(
        found.map(({ row, label }) => [row, label]),
        slips,
      );
      for (const { row, label, probability } of found) assert.equal(probability, predicted[row][label]);
    });
  });

  it('are none of texts that were never held out, and none where there is nothing', () => {
    assert.deepEqual(likelySlips([0, 1], [undefined, undefined]), []);
    assert.deepEqual(likelySlips([], []), []);
  });

  it('always say another label than the text has, the surest first', () => {
    const row = fc.array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(2), fc.option(row, { nil: undefined }))), rows => {
        const truth = rows.map(([label]) => label);
        const predicted = rows.map(([, probabilities]) => probabilities);
        const margins = likelySlips(truth, predicted).map(slip => {
          assert.notEqual(slip.label, truth[slip.row]);
          return slip.probability - predicted[slip.row]![truth[slip.row]];
        });
        assert.deepEqual(
          margins,
          margins.toSorted((a, b) => b - a),
        );
      }),
    );
  });
});
