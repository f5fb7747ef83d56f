import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ancestors, type Version } from '../../../src/protocol/versions.ts';

type Kin = Pick<Version, 'id' | 'parent'>;

const kin = (id: string, parent?: string): Kin => ({
  id,
  ...(parent && { parent: { name: parent, manifest: parent } }),
});

describe('The versions before one', () => {
  function check(name: string, all: Kin[], of: Kin, expected: string[]) {
    it(name, () =>
      assert.deepEqual(
        ancestors(of, all).map(({ id }) => id),
        expected,
      ),
    );
  }

  const line = [kin('a'), kin('b', 'a'), kin('c', 'b'), kin('d', 'b')];
  check('are its parent and that one’s, nearest first', line, line[2], ['b', 'a']);
  check('are none where it was tuned while a base was in use', line, line[0], []);
  check('end where one is gone', line.slice(1), line[2], ['b']);
  check('are known of one that is not among them', line, kin('e', 'd'), ['d', 'b', 'a']);

  it('come to an end whatever the manifests say', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd');
    const any = fc.record({
      id,
      parent: fc.option(fc.record({ name: id, manifest: id }), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(any), any, (all, of) => {
        const found = ancestors(of, all).map(({ id }) => id);
        assert.equal(new Set(found).size, found.length);
      }),
    );
  });
});
