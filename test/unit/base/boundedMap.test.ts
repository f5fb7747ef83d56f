import assert from 'node:assert/strict';
import fc from 'fast-check';
import { BoundedMap } from '../../../src/base/boundedMap.ts';

describe('a bounded map', () => {
  it('holds what a list in order of use would hold, and never more bytes than it may', () => {
    const operation = fc.record({
      key: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      /** Its size too; none: a look-up. */
      value: fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(operation), operations => {
        const most = 10;
        const map = new BoundedMap<number>(most, (_, value) => value);
        let list: [string, number][] = [];
        const sum = () => list.reduce((bytes, [, value]) => bytes + value, 0);
        for (const { key, value } of operations) {
          const found = list.find(([name]) => name === key);
          if (value === undefined) assert.equal(map.get(key), found?.[1]);
          else map.set(key, value);
          const now = value ?? found?.[1];
          if (now !== undefined) list = [...list.filter(([name]) => name !== key), [key, now]];
          while (sum() > most) list.shift();
          assert.equal(map.bytes, sum());
        }
      }),
    );
  });
});
