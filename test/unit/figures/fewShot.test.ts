import assert from 'node:assert/strict';
import { draw, fewShot, fewShotSplit, neighbours, pairsToFind } from '../../../scripts/base/fewShot.ts';
import type { Scorer } from '../../../src/engine/scorer.ts';

describe('learning from few labels', () => {
  const rows = Array.from({ length: 200 }, (_, n) => ({ text: `text ${n}`, label: `${n % 4}`, part: 'all' }));
  /** Says the label of a text by the direction of its vector, with some noise; and the same of a pair's two sides. */
  const model = {
    embed: async (segments: readonly { text: string }[]) =>
      segments.map(({ text }) => {
        const angle = (Number(/\d+/.exec(text)![0]) % 4) * (Math.PI / 2) + text.length / 100;
        return Float32Array.of(Math.cos(angle), Math.sin(angle));
      }),
  } as unknown as Scorer;

  it('tests on a fifth, by hash, where upstream has no split', () => {
    const { pool, test } = fewShotSplit(rows);
    assert.equal(pool.length + test.length, 200);
    assert.ok(test.length > 20 && test.length < 60, String(test.length));
    assert.deepEqual(fewShotSplit(rows.toReversed()).test.toReversed(), test);
  });
  it("takes upstream's split where there is one", () => {
    const parted = ['train', 'val', 'test'].map(part => ({ ...rows[0], part }));
    assert.deepEqual(fewShotSplit(parted), { pool: [parted[0]], test: [parted[2]] });
  });
  it('draws ten of each label, others by another seed', () => {
    const [first, again, other] = [1, 1, 2].map(seed => draw(rows, seed));
    assert.deepEqual(
      [...Map.groupBy(first, ({ label }) => label).values()].map(({ length }) => length),
      [10, 10, 10, 10],
    );
    assert.deepEqual(first, again);
    assert.notDeepEqual(first, other);
  });
  it('learns what the vectors say', async () => {
    const { value, standardError } = await fewShot(model, rows, 'en');
    assert.deepEqual([value, standardError], [1, 0]);
  });
  it('finds the nearest of the pairs', async () => {
    const pairs = [0, 1, 2, 3].map(n => ({ en: `${n}`, zh: `${n}` }));
    assert.equal((await neighbours(model, pairs)).value, 1);
    const wrong = pairs.map(({ en }, n) => ({ en, zh: `${(n + 1) % 4}` }));
    assert.equal((await neighbours(model, wrong)).value, 0);
  });
  it('looks for a sentence once', () => {
    const pairs = [
      { en: 'a', zh: '甲' },
      { en: 'A!', zh: '乙' },
      { en: 'b', zh: '丙' },
    ];
    assert.deepEqual(
      pairsToFind(pairs)
        .map(({ en }) => en.toLowerCase()[0])
        .sort(),
      ['a', 'b'],
    );
  });
});
