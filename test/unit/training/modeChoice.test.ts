import assert from 'node:assert/strict';
import { inEnglish } from '../../../src/base/words.ts';
import type { Learnt } from '../../../src/training/learnTask.ts';
import { compared } from '../../../src/training/modeChoice.ts';

/** Two labels; `right` of `texts` held-out texts are answered right, from the first one on. */
function learnt(right: number, texts: number, heldOut = texts): Learnt {
  const examples = Array.from({ length: texts }, (_, n) => ({ text: `${n}`, label: 0 }));
  const task = { id: 'tone', labels: ['formal', 'casual'], examples, known: -1 };
  const rows = examples.map((_, n) => {
    if (n >= heldOut) return undefined;
    return Float32Array.of(n < right ? 1 : 0, n < right ? 0 : 1);
  });
  return { task, heldOut: rows } as unknown as Learnt;
}

describe('heads or the encoder too', () => {
  function check(name: string, heads: Learnt, full: Learnt, better: boolean, reason: string) {
    it(name, () => {
      const found = compared([heads], [full]);
      assert.deepEqual([found.better, inEnglish(found.reason)], [better, reason]);
    });
  }

  // Of 100 texts 10 more: the difference's standard error is sqrt(0.1 * 0.9 / 100) = 0.03.
  check(
    'the encoder, where that is better by more than a standard error',
    learnt(80, 100),
    learnt(90, 100),
    true,
    'full, because it answers 90.0 % of 100 held-out labels right and heads 80.0 %: more than a standard error (3.0) better',
  );
  // sqrt(0.01 * 0.99 / 100) is a hair below 0.01.
  check(
    'the encoder, where the difference is hardly more than its error',
    learnt(80, 100),
    learnt(81, 100),
    true,
    'full, because it answers 81.0 % of 100 held-out labels right and heads 80.0 %: more than a standard error (1.0) better',
  );
  check(
    'heads, where the encoder is as good',
    learnt(80, 100),
    learnt(80, 100),
    false,
    'heads, because full answers 80.0 % of 100 held-out labels right and heads 80.0 %: not better by more than a standard error (0.0)',
  );
  check(
    'heads, where nothing was held out',
    learnt(80, 100, 0),
    learnt(90, 100, 0),
    false,
    'heads, because full answers 0.0 % of 0 held-out labels right and heads 0.0 %: not better by more than a standard error (0.0)',
  );
  check(
    'by the texts alone that both held out',
    learnt(80, 100),
    learnt(10, 100, 20),
    false,
    'heads, because full answers 50.0 % of 20 held-out labels right and heads 100.0 %: not better by more than a standard error (11.2)',
  );
});
