import assert from 'node:assert/strict';
import { groupByLabel } from '../../../src/host/ranking.ts';
import { score, segment, sentiment } from './samples.ts';

describe('groupByLabel', () => {
  const groups = groupByLabel(sentiment, [
    segment(0, 5, score(0.1, 0.2, 0.7)),
    segment(5, 9, score(0.05, 0.05, 0.9)),
    segment(9, 12, { label: null, probabilities: [0.4, 0.3, 0.3], abstained: true }),
    segment(12, 15, score(0.8, 0.1, 0.1)),
    segment(15, 19, score(0.1, 0.2, 0.7)),
    segment(16, 17, { label: null, probabilities: [1, 0, 0], abstained: true, reason: 'scope' }),
    { ...segment(19, 20, score(1, 0, 0)), scores: {} },
  ]);

  it("lists labels in the task's order, without those that no segment has, and the unsure last", () => {
    assert.deepEqual(
      groups.map(group => group.label),
      ['negative', 'positive', null],
    );
  });

  it('leaves out what the task is not asked of', () => {
    assert.deepEqual(
      groups[2].segments.map(({ segment: { start } }) => start),
      [9],
    );
  });

  it('sorts by probability, then by place', () => {
    assert.deepEqual(
      groups[1].segments.map(({ segment: { start }, probability }) => [start, probability]),
      [
        [5, 0.9],
        [0, 0.7],
        [15, 0.7],
      ],
    );
  });
});
