import assert from 'node:assert/strict';
import { Painted } from '../../../src/host/painted.ts';

const span = (start: number, end: number) => ({ start, end });
const insert = (start: number, inserted: number) => [{ start, removed: 0, inserted }];

describe('Painted', () => {
  /** What an editor shows: two spans, set long ago. */
  function shown(): Painted {
    const painted = new Painted();
    painted.replace([span(0, 5), span(10, 15)], 0);
    return painted;
  }

  it('sets what is new, and nothing twice', () => {
    const painted = new Painted();
    assert.equal(painted.replace([], 0), false);
    assert.equal(painted.replace([span(0, 5)], 1), true);
    assert.equal(painted.replace([span(0, 5)], 2), false);
    assert.equal(painted.replace([], 3), true);
  });

  it('knows that the editor moves spans with its text', () => {
    const painted = shown();
    painted.edit(insert(7, 3), 1000);
    assert.equal(painted.replace([span(0, 5), span(13, 18)], 1001), false);
  });

  it('sets again what an edit has touched, though nothing is wanted there any more', () => {
    const painted = shown();
    painted.edit(insert(12, 3), 1000);
    assert.equal(painted.replace([span(0, 5)], 1001), true);
    assert.equal(painted.replace([span(0, 5)], 1002), false);
  });

  it('sets again what an edit followed too closely: the editor may have shown it in another text', () => {
    const painted = shown();
    painted.edit(insert(7, 3), 10);
    assert.equal(painted.replace([span(0, 5), span(13, 18)], 60), true);
  });
});
