import assert from 'node:assert/strict';
import { namesAsExamples } from '../../../src/training/labelNames.ts';

describe('labels as examples of themselves', () => {
  const check = (what: string, names: string[], expected: (string | undefined)[]) =>
    it(what, () => {
      const truth = names.map((_, label) => label);
      const found = namesAsExamples(names, truth);
      assert.deepEqual(
        names.map((_, n) => found.find(({ label }) => label === n)?.text),
        expected,
      );
    });

  check(
    'are the words of their names',
    ['cancel_order', 'bookFlight', 'time-zone'],
    ['cancel order', 'book Flight', 'time zone'],
  );
  check('are none where names count', ['1', '20', 'B', 'b2'], [undefined, undefined, undefined, undefined]);
  check('are words of any script', ['体育', 'спорт', '球'], ['体育', 'спорт', '球']);

  it('are none of a label that has no other example', () =>
    assert.deepEqual(namesAsExamples(['bug', 'feature'], [1, 1]), [{ text: 'feature', label: 1 }]));
});
