import assert from 'node:assert/strict';
import fc from 'fast-check';
import { spliceBetween } from '../../../src/base/splice.ts';

describe('spliceBetween', () => {
  it('leads from one list to the other, and is none between a list and itself', () => {
    const lists = fc.array(fc.nat(2), { maxLength: 8 });
    fc.assert(
      fc.property(lists, lists, (former, now) => {
        const { from, removed, added } = spliceBetween(former, now);
        assert.deepEqual(former.toSpliced(from, removed, ...now.slice(from, from + added)), now);
        const none = spliceBetween(former, former);
        assert.deepEqual([none.removed, none.added], [0, 0]);
      }),
    );
  });
});
