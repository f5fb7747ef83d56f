import assert from 'node:assert/strict';
import { splitKey } from '../../../scripts/data/clean.ts';
import { Held } from '../../../scripts/data/held.ts';
import { overlapsOf, placedIn } from '../../../scripts/data/overlapping.ts';

const long =
  'Spielberg is the rare director who does not want to invite viewers to gawk at his special effects.';

describe('a held-out text', () => {
  const check = (name: string, text: string, heldOut: string, expected: boolean) =>
    it(name, () => {
      const held = new Held();
      held.add(splitKey(heldOut), 'reviews');
      assert.equal(held.has(splitKey(text)), expected);
    });
  check('is itself', 'A good film.', 'A good film.', true);
  check('is itself in other letters, spaces and marks', 'a GOOD   film !', 'A good film.', true);
  check('is not a text that differs in a word', 'A good book.', 'A good film.', false);
  check('is its first sentence in a longer text', `${long} It is painful.`, long, true);
  check('is what was cut off it', long, `${long} It is painful.`, true);
  check('is not what merely begins alike', `${long} It hurts.`, `${long} It is painful.`, false);
  check(
    'is not a longer text that begins with a short one',
    'Thank you for all of the work that you did.',
    'Thank you',
    false,
  );
});

describe('overlaps of sets', () => {
  const trains = (set: string, text: string) => ({ set, text, held: false });
  const holds = (set: string, text: string) => ({ set, text, held: true });
  it('are counted once a text, for each pair of sets', () => {
    const placed = [
      trains('films', 'A good film.'),
      trains('films', 'a good film'),
      trains('books', 'a good film'),
      trains('books', long),
      holds('films', 'A GOOD FILM'),
      holds('reviews', `${long} Painful.`),
    ];
    const found = overlapsOf(placed).map(({ train, held, same, cut }) => [train, held, same, cut].join(' '));
    assert.deepEqual(found, ['films films 1 0', 'books films 1 0', 'books reviews 0 1']);
  });
  it('are none between what is held out and what is held out', () => {
    assert.deepEqual(overlapsOf([holds('films', long), holds('books', long)]), []);
  });

  const reads = (name: string, file: string, row: object, expected: string[]) =>
    it(name, () => {
      const placed = placedIn(file, `${JSON.stringify(row)}\n`);
      assert.deepEqual(
        placed.map(({ text, set, held }) => `${set}: ${text}${held ? ' (held out)' : ''}`),
        expected,
      );
    });
  const row = { text: 'a', label: 'x', source: 'films' };
  reads('read training rows', 'sentiment.en.train.jsonl', row, ['films: a']);
  reads('read what is held out for validation', 'fdu-mtl/MR.en.validation.jsonl', row, [
    'films: a (held out)',
  ]);
  reads('read what is held out for tests', 'sentiment.en.test.jsonl', row, ['films: a (held out)']);
  reads('read text without labels as training', 'documents.en.jsonl', { text: 'a' }, ['documents: a']);
  reads('read both sides of pairs', 'pairs.train.jsonl', { en: 'a', zh: '我' }, ['pairs: a', 'pairs: 我']);
});
