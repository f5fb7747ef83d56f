import assert from 'node:assert/strict';
import fc from 'fast-check';
import { coloredSpans, rulerSpans } from '../../../src/host/coloring.ts';
import type { TaskInfo } from '../../../src/protocol/scores.ts';
import { spansArbitrary } from './samples.ts';

describe('rulerSpans', () => {
  it('covers every span, draws nothing but spans and small gaps, and at most a thousand and one', () => {
    fc.assert(
      fc.property(spansArbitrary, fc.integer({ min: 1, max: 1e6 }), (spans, more) => {
        const length = (spans.at(-1)?.end ?? 0) + more;
        const joined = rulerSpans(spans, length);
        assert.ok(joined.length <= 1001);
        for (const { start, end } of spans)
          assert.ok(joined.some(whole => whole.start <= start && end <= whole.end));
        const drawn = joined.reduce((sum, { start, end }) => sum + end - start, 0);
        const meant = spans.reduce((sum, { start, end }) => sum + end - start, 0);
        assert.ok(drawn - meant <= spans.length * (length / 1000));
      }),
    );
  });

  it('leaves twenty thousand sentences a thousand marks', () => {
    const spans = Array.from({ length: 20_000 }, (_, i) => ({ start: i * 100, end: i * 100 + 10 }));
    assert.ok(rulerSpans(spans, 2_000_000).length <= 1001);
  });
});

describe('coloredSpans', () => {
  const task = {
    id: 'mood',
    labels: ['good', 'bad'],
    colors: { good: 'charts.blue' },
  } as unknown as TaskInfo;
  const segments = ['good', 'bad', null, 'good'].map((label, i) => ({
    start: i * 10,
    end: i * 10 + 9,
    language: 'en',
    tokens: 2,
    scores: { mood: { label, probabilities: [0.5, 0.5], abstained: label === null } },
  }));
  const all = { start: 0, end: 100 };

  it('groups the shown labels by colour, those of the user among them', () => {
    assert.deepEqual(
      coloredSpans(segments, { task, labels: new Set(['good', 'bad']) }, all),
      new Map([
        [
          'charts.blue',
          [
            { start: 0, end: 9 },
            { start: 30, end: 39 },
          ],
        ],
        ['manylens.orange', [{ start: 10, end: 19 }]],
      ]),
    );
  });

  it('tells the labels that are the user’s own', () => {
    const guess = { label: 'bad', probabilities: [0.4, 0.6], abstained: false };
    const own = { label: 'good', probabilities: [1, 0], abstained: false, guess };
    const labelled = [{ ...segments[0], scores: { mood: own } }, segments[3]];
    const shown = { task, labels: new Set(['good']) };
    assert.deepEqual(coloredSpans(labelled, shown, { start: 0, end: 99 }).get('charts.blue'), [
      { start: 0, end: 9, own: true },
      { start: 30, end: 39 },
    ]);
  });

  it('leaves out what is not shown, and what lies outside of the window', () => {
    const shown = { task, labels: new Set(['good']) };
    assert.deepEqual(
      coloredSpans(segments, shown, { start: 9, end: 31 }),
      new Map([['charts.blue', [{ start: 30, end: 39 }]]]),
    );
  });
});
