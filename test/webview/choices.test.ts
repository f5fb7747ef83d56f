/** What the user has chosen, and what follows from it: pure functions, whatever the data. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { answersOf, crossCounts, withLabels, withText } from '../../media/filterRows.ts';
import { carryRange, indicesOf } from '../../media/range.ts';
import { isSection, sectionsOf } from '../../media/sections.ts';
import { receive, type Shown, type ShownResults } from '../../media/shown.ts';
import { choose, follow, restoredView } from '../../media/view.ts';
import { segmentSplice } from '../../src/protocol/panelSplice.ts';
import { headings, resultsOf, rowsOf, shownOf, tasks } from './support/documents.ts';

const rows = rowsOf({ headings });
const [sentiment, emotion] = tasks;

describe('A part of a document', () => {
  it('is the segments that begin in it', () => {
    const { segments } = shownOf().document;
    fc.assert(
      fc.property(fc.nat(39), fc.nat(39), (a, b) => {
        const [first, last] = [Math.min(a, b), Math.max(a, b)];
        const range = { start: segments[first].start, end: segments[last].end };
        assert.deepEqual(indicesOf(segments, range), [first, last + 1]);
      }),
    );
    assert.deepEqual(indicesOf(segments, undefined), [0, 40]);
  });

  it('moves with its segments, ends with the last of them, and stays where the text is another copy', () => {
    const before = shownOf().document.segments;
    const range = { start: before[3].start, end: before[6].end };
    const moved = before.map(segment => ({ ...segment, start: segment.start + 9, end: segment.end + 9 }));
    assert.deepEqual(carryRange(before, moved, range), { start: range.start + 9, end: range.end + 9 });
    const shorter = moved.toSpliced(5, 2);
    assert.deepEqual(carryRange(before, shorter, range), { start: range.start + 9, end: moved[4].end });
    assert.equal(carryRange(before, before.toSpliced(3, 4), range), undefined);
    const copies = before.map(segment => ({ ...segment, key: segment.key + 1000 }));
    assert.equal(carryRange(before, copies, range), range);
  });
});

describe('The sections of a document', () => {
  it('end where the next of their level or above begins', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 20 }), levels => {
        const sections = sectionsOf(
          levels.map((level, index) => ({ start: 10 * index, level, title: '' })),
          1000,
        );
        for (const { index, level, end } of sections) {
          const next = sections.find(other => other.index > index && other.level <= level);
          assert.equal(end, next?.start ?? 1000);
        }
      }),
    );
  });

  it('are told by their segments, whatever is between', () => {
    const { segments } = shownOf().document;
    const [all, first] = sectionsOf(headings, segments.at(-1)!.end);
    const part = { start: segments[1].start, end: segments[19].end };
    assert.equal(isSection(segments, first, part), true);
    assert.equal(isSection(segments, all, part), false);
    assert.equal(isSection(segments, all, undefined), false);
  });

  it('are known of every row, the innermost one', () => {
    assert.deepEqual(
      [0, 1, 19, 20, 39].map(index => rows[index].section?.title),
      ['All', 'First', 'First', '', ''],
    );
  });
});

describe('Filters', () => {
  it('of two tasks leave as many rows as the cross table counts', () => {
    const counts = crossCounts(sentiment, emotion, rows);
    answersOf(sentiment).forEach((label, i) => {
      answersOf(emotion).forEach((other, j) => {
        assert.equal(withLabels(rows, { text: '', label, other }).length, counts[i][j]);
      });
    });
    assert.equal(
      counts.flat().reduce((sum, count) => sum + count, 0),
      rows.length,
    );
  });

  it('by text find it in any case, and all where there is none', () => {
    assert.equal(withText(rows, ' bAtTeRy ').length, 4);
    assert.equal(withText(rows, '  '), rows);
  });
});

describe('The view', () => {
  const view = { ...restoredView(undefined), uri: 'file:///review.md' };

  it('goes back to the first page on another filter, and forgets labels of another task', () => {
    const filtered = choose({ ...view, page: 3 }, { filter: { text: 'a', label: 'negative', other: 'joy' } });
    assert.equal(filtered.page, 0);
    assert.deepEqual(choose(filtered, { compared: 'toxicity' }).filter, {
      text: 'a',
      label: 'negative',
      other: undefined,
    });
    assert.deepEqual(choose(filtered, { task: 'emotion' }).filter, { text: 'a' });
    assert.equal(choose({ ...view, page: 3 }, { labels: { sentiment: 'neutral' } }).page, 3);
  });

  it('begins anew with another document, and stays through what is none', () => {
    const state = shownOf();
    const chosen = { ...view, page: 2, range: { start: 0, end: 9 } };
    assert.equal(follow(chosen, undefined, state), chosen);
    assert.equal(follow(chosen, state, { kind: 'empty', reason: 'no-editor' }), chosen);
    const other = follow(chosen, state, shownOf({ uri: 'file:///other.md' }));
    assert.deepEqual([other.page, other.range, other.uri], [0, undefined, 'file:///other.md']);
  });
});

describe('Messages of the host', () => {
  const first = resultsOf();
  const shown = receive(undefined, { type: 'state', number: 1, state: first })!;

  it('leave a segment its key, wherever it moves, and an edited one too', () => {
    const { segments } = first.document;
    const edited = { ...segments[4], text: 'Edited.', scores: { ...segments[4].scores } };
    const after = [...segments.slice(0, 4), edited, { ...edited, scores: {} }, ...segments.slice(5)];
    const splice = segmentSplice(segments, after);
    const next = receive(shown, { type: 'splice', number: 2, state: first, splice })!;
    const keys = (of: Shown) => (of.state as ShownResults).document.segments.map(({ key }) => key);
    assert.deepEqual(keys(next), [...keys(shown).toSpliced(5, 0, 40)]);
    assert.equal(next.nextKey, 41);
  });

  it('are refused where one in between was lost', () => {
    const splice = segmentSplice([], []);
    assert.equal(receive(shown, { type: 'splice', number: 3, state: first, splice }), undefined);
    assert.equal(receive(undefined, { type: 'splice', number: 1, state: first, splice }), undefined);
  });
});
