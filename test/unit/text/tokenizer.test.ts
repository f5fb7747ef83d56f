import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Tokenizer } from '../../../src/text/tokenizer.ts';
import { UNKNOWN, Vocabulary } from '../../../src/text/vocabulary.ts';

/** Of old: what begins a word is no other token than a word. */
const VOCABULARY = new Vocabulary([
  '<pad>',
  '<unk>',
  'the',
  'parser',
  'pars',
  '##ing',
  '##er',
  'p',
  '##e',
  '##r',
  '.',
  '👍',
  '##🏽',
  '<url>',
  '3',
]);
const tokenizer = new Tokenizer(VOCABULARY);

function check(
  name: string,
  text: string,
  tokens: string,
  [words, known]: [number, number],
  maxLength = 16,
  vocabulary = VOCABULARY,
) {
  it(name, () => {
    const encoded = new Tokenizer(vocabulary).encode(text, maxLength);
    assert.equal(encoded.ids.map(id => vocabulary.tokens[id]).join(' '), tokens);
    assert.deepEqual([encoded.words, encoded.known], [words, known]);
  });
}

/** `pars` is a word too, and no name's beginning. */
const OPEN_PIECES = new Vocabulary(['<pad>', '<unk>', 'pars', 'pa##', 'pars##', 'r', '##ing', '##er', '##s']);

describe('Tokenizer', () => {
  check('finds whole words', 'The parser.', 'the parser .', [2, 2]);
  check('falls back to the longest pieces', 'parsing', 'pars ##ing', [1, 1]);
  check('does not know what falls apart into letters', 'perr', 'p ##er ##r', [1, 0]);
  check('gives one unknown for a run of unknown characters', 'pxyzer', 'p <unk> ##er', [1, 0]);
  check('gives one unknown for a word of unknown characters', 'жук', '<unk>', [1, 0]);
  check('spells an emoji that it lacks', '👍🏽', '👍 ##🏽', [1, 0]);
  check('counts no numbers and marks as words', '3 . 3', '3 . 3', [0, 0]);
  check('counts no address as unknown', 'the https://x.y', 'the <url>', [2, 2]);
  check('keeps the beginning', 'the the the', 'the the', [2, 2], 2);
  check('stops inside a word', 'the parsing', 'the pars', [2, 2], 2);
  check('begins a word with no other word', 'pars parsing', 'pars pars## ##ing', [2, 2], 16, OPEN_PIECES);
  check('knows no word as a piece', 'ring', '<unk> ##ing', [1, 0], 16, OPEN_PIECES);
  check('reads nothing in nothing', '', '', [0, 0]);

  it('reads a text the same whatever it has read before', () => {
    const text = fc.string({
      unit: fc.constantFrom('p', 'ars', 'ing', 'er', 'x', 'ж', ' ', '.'),
      maxLength: 40,
    });
    const experienced = new Tokenizer(VOCABULARY);
    fc.assert(
      fc.property(text, fc.nat(12), (text, maxLength) => {
        const fresh = new Tokenizer(VOCABULARY).encode(text, maxLength);
        assert.deepEqual(experienced.encode(text, maxLength), fresh);
        assert.deepEqual(experienced.encode(text, maxLength), fresh);
      }),
    );
  });

  it('gives ids in range, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.nat(20), (text, maxLength) => {
        const { ids, words, known } = tokenizer.encode(text, maxLength);
        assert.ok(ids.length <= maxLength && known <= words && words <= ids.length);
        for (const id of ids) assert.ok(id >= UNKNOWN && id < VOCABULARY.size);
      }),
    );
  });

  for (const unit of ['a', 'A', "a'", '1.', '_', '@', '. ', 'http://', 'www.', '\u0301', '👩\u200d', '中']) {
    it(`reads only the beginning of a megabyte of ${JSON.stringify(unit)}`, () => {
      const text = unit.repeat(1e6 / unit.length);
      assert.ok(tokenizer.encode(text, 128).ids.length <= 128);
    }).timeout(500);
  }
});
