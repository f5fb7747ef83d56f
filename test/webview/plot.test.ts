/** Thinning a line and sorting a table: pure functions, whatever the data. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decimate, type LinePoint } from '../../media/decimate.ts';
import { sortRows } from '../../media/sortRows.ts';
import { rowsOf } from './support/documents.ts';

const columns = ['line', 'text', 'section', 'label', 'probability', 'chosen', 'other', 'language'] as const;
const ratio = fc.double({ min: 0, max: 1, noNaN: true });

describe('The data behind the panel', () => {
  const lines = fc
    .array(fc.record({ x: fc.double({ min: 0, max: 300, noNaN: true }), y: fc.option(ratio) }), {
      maxLength: 2000,
    })
    .map(points => points.toSorted((a, b) => a.x - b.x) as LinePoint[]);

  it('a thinned line is a subset in order, small, with its highest and lowest points', () => {
    fc.assert(
      fc.property(lines, points => {
        const kept = decimate(points, 300, 3);
        assert.ok(kept.length <= 202);
        let from = 0;
        for (const point of kept) {
          const index = points.indexOf(point, from);
          assert.ok(index >= 0);
          from = index + 1;
        }
        const heights = (list: readonly LinePoint[]) => list.flatMap(({ y }) => (y === null ? [] : [y]));
        if (heights(points).length === 0) return;
        assert.equal(Math.max(...heights(kept)), Math.max(...heights(points)));
        assert.equal(Math.min(...heights(kept)), Math.min(...heights(points)));
      }),
    );
  });

  it('a stretch that abstains stays a gap', () => {
    const points = Array.from({ length: 3000 }, (_, x) => ({
      x: x / 10,
      y: x > 1000 && x < 2000 ? null : 0.5,
    }));
    const kept = decimate(points, 300, 3);
    assert.ok(kept.some(({ x, y }) => y === null && x > 110 && x < 190));
  });

  it('every order holds every row once, those that abstain last', () => {
    const rows = rowsOf();
    for (const column of columns) {
      for (const descending of [false, true]) {
        const sorted = sortRows(rows, { column, descending }, 0);
        assert.deepEqual(new Set(sorted), new Set(rows));
        if (column !== 'label' && column !== 'probability' && column !== 'chosen') continue;
        const firstSilent = sorted.findIndex(({ score }) => score.abstained);
        assert.ok(sorted.slice(firstSilent).every(({ score }) => score.abstained));
      }
    }
  });
});
