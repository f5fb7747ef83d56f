import assert from 'node:assert/strict';
import { Random } from '../../../src/base/random.ts';

describe('the random generator', () => {
  const draw = (seed: number) => {
    const random = new Random(seed);
    return Array.from({ length: 1000 }, () => random.next());
  };
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

  it('repeats itself for the same seed alone', () => {
    assert.deepEqual(draw(7), draw(7));
    assert.notDeepEqual(draw(7), draw(8));
  });
  it('is mulberry32', () => assert.equal(new Random(0).next(), 0.26642920868471265));
  it('is even over [0, 1)', () => {
    const values = draw(1);
    assert.ok(values.every(value => value >= 0 && value < 1));
    assert.ok(Math.abs(mean(values) - 0.5) < 0.03);
  });
  it('has integers below n', () => {
    const random = new Random(1);
    assert.deepEqual(new Set(Array.from({ length: 100 }, () => random.int(3))), new Set([0, 1, 2]));
  });
  it('draws positions as often as their weights say', () => {
    const random = new Random(1);
    const counts = [0, 0, 0, 0];
    for (let n = 0; n < 4000; n++) counts[random.weighted([3, 0, 1, 4])]++;
    const shares = counts.map(count => count / 4000);
    [0.375, 0, 0.125, 0.5].forEach((share, k) => {
      assert.ok(Math.abs(shares[k] - share) < 0.03, `${shares}`);
    });
  });
  it('shuffles without loss', () => {
    const numbers = Array.from({ length: 50 }, (_, i) => i);
    const shuffled = new Random(1).shuffle([...numbers]);
    assert.notDeepEqual(shuffled, numbers);
    assert.deepEqual(
      shuffled.sort((a, b) => a - b),
      numbers,
    );
  });
  it('is normal with mean 0 and variance 1', () => {
    const random = new Random(1);
    const values = Array.from({ length: 4000 }, () => random.normal());
    assert.ok(Math.abs(mean(values)) < 0.05);
    assert.ok(Math.abs(mean(values.map(value => value ** 2)) - 1) < 0.08);
  });
});
