import assert from 'node:assert/strict';
import fc from 'fast-check';
import { firstEndingAfter, neighbour, paragraphs } from '../../../src/host/spans.ts';
import { spansArbitrary } from './samples.ts';

describe('firstEndingAfter', () => {
  it('finds what a search from the beginning finds', () => {
    fc.assert(
      fc.property(spansArbitrary, fc.nat(3000), (spans, offset) => {
        const found = spans.findIndex(({ end }) => end > offset);
        assert.equal(firstEndingAfter(spans, offset), found < 0 ? spans.length : found);
      }),
    );
  });
});

describe('neighbour', () => {
  const spans = [10, 20, 30].map(start => ({ start, end: start + 5 }));
  const check = (title: string, offset: number, backwards: boolean, expected: number) =>
    it(title, () => assert.equal(neighbour(spans, offset, backwards), expected));

  check('goes to the first from the beginning', 0, false, 0);
  check('goes on from a selected span', 10, false, 1);
  check('goes on from inside of a span', 12, false, 1);
  check('goes round the end', 30, false, 0);
  check('goes back from a selected span', 20, true, 0);
  check('goes to the beginning of the span that it is in', 22, true, 1);
  check('goes round the beginning', 10, true, 2);

  it('finds nothing among none', () => {
    assert.equal(neighbour([], 5, false), -1);
    assert.equal(neighbour([], 5, true), -1);
  });

  it('visits every span once on a way round', () => {
    fc.assert(
      fc.property(spansArbitrary, fc.boolean(), (several, backwards) => {
        let offset = 0;
        const visited = several.map(() => {
          const index = neighbour(several, offset, backwards);
          offset = several[index].start;
          return index;
        });
        assert.equal(new Set(visited).size, several.length);
      }),
    );
  });
});

describe('paragraphs', () => {
  const groups = (text: string) => {
    const sentences = [...text.matchAll(/\w+\./g)].map(({ index, 0: word }) => ({
      start: index,
      end: index + word.length,
    }));
    return paragraphs(text, sentences).map(group => group.map(({ start, end }) => text.slice(start, end)));
  };

  it('parts where a blank line stands, of white space too, and nowhere else', () => {
    assert.deepEqual(groups('A. B.\nC.\n\nD.\r\n \t\r\nE. F.'), [['A.', 'B.', 'C.'], ['D.'], ['E.', 'F.']]);
  });

  it('has none without sentences', () => assert.deepEqual(groups('nothing'), []));
});
