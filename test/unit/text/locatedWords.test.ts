import assert from 'node:assert/strict';
import fc from 'fast-check';
import { locatedWords, words } from '../../../src/text/words.ts';

const cases: { title: string; text: string; spans: string[] }[] = [
  {
    title: 'words and marks',
    text: "Don't panic, HTTPServer!",
    spans: ["Don't", 'panic', ',', 'HTTP', 'Server', '!'],
  },
  { title: 'letters drawn out', text: 'Sooooo good', spans: ['Sooooo', 'good'] },
  { title: 'a ligature and full-width letters', text: 'ﬁne ＡＢＣ', spans: ['ﬁne', 'ＡＢＣ'] },
  { title: 'an accent of its own', text: 'cafe\u0301 noir', spans: ['cafe\u0301', 'noir'] },
  { title: 'emoji of several characters', text: 'ok 👩‍👩‍👧 👍🏽', spans: ['ok', '👩‍👩‍👧', '👍🏽'] },
  { title: 'Chinese, by character', text: '我喜欢', spans: ['我', '喜', '欢'] },
  {
    title: 'an address',
    text: 'see https://example.com/a now',
    spans: ['see', 'https://example.com/a', 'now'],
  },
];

describe('located words', () => {
  for (const { title, text, spans } of cases) {
    it(`are where they stand: ${title}`, () => {
      const located = locatedWords(text);
      assert.deepEqual(
        located.map(({ start, end }) => text.slice(start, end)),
        spans,
      );
      assert.deepEqual(
        located.map(({ word }) => word),
        words(text),
      );
    });
  }

  it('are the words, in order, in spans of the text', () => {
    const pieces = fc.constantFrom(
      'a',
      'Ab',
      'ooooo',
      'é',
      'e\u0301',
      'ﬁ',
      'Ａ',
      '好',
      '👍🏽',
      "'",
      '_',
      '.',
      ' ',
      '한글',
      '12',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), parts => {
        const text = parts.join('');
        const located = locatedWords(text);
        assert.deepEqual(
          located.map(({ word }) => word),
          words(text),
        );
        let last = 0;
        for (const { start, end } of located) {
          assert.ok(last <= start + 1 && start < end && end <= text.length);
          last = start;
        }
      }),
    );
  });
});
