import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { PanelSegment } from '../../../src/protocol/panel.ts';
import { applySplice, segmentSplice } from '../../../src/protocol/panelSplice.ts';

/** A document of segments of these lengths, each on a line of its own; a length stands for its text and its scores. */
const scores = new Map<number, PanelSegment['scores']>();
function documentOf(lengths: readonly number[]): PanelSegment[] {
  let start = 0;
  return lengths.map((length, index) => {
    const segment = { start, end: start + length, line: index + 1, text: 'a'.repeat(length) };
    start += length + 1;
    if (!scores.has(length)) scores.set(length, {});
    return { ...segment, language: 'en', tokens: 1, scores: scores.get(length)! };
  });
}

const lengths = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 12 });

describe('A splice of segments', () => {
  it('makes the document that follows of the one before', () => {
    fc.assert(
      fc.property(lengths, lengths, (former, now) => {
        const [before, after] = [documentOf(former), documentOf(now)];
        const splice = segmentSplice(before, after);
        assert.deepEqual(applySplice(before, splice, splice.added), after);
      }),
    );
  });

  it('holds no more than what was edited, however long the document', () => {
    fc.assert(
      fc.property(lengths, lengths, lengths, (head, middle, tail) => {
        const before = documentOf([...head, 5, ...tail]);
        const splice = segmentSplice(before, documentOf([...head, ...middle, ...tail]));
        assert.ok(splice.added.length <= middle.length);
        assert.ok(splice.removed <= 1);
      }),
    );
  });

  it('is empty where nothing changed', () => {
    const segments = documentOf([1, 2, 3]);
    const { removed, added } = segmentSplice(segments, documentOf([1, 2, 3]));
    assert.deepEqual([removed, added], [0, []]);
    assert.equal(applySplice(segments, segmentSplice(segments, segments), [])[2], segments[2]);
  });
});
