import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Tokenizer } from '../../../src/text/tokenizer.ts';
import { buildVocabulary, countWords, UNKNOWN, Vocabulary } from '../../../src/text/vocabulary.ts';

const TEXTS = [
  ...Array.from({ length: 9 }, () => 'the parser reads'),
  ...['reading', 'parsing', 'loading', 'sending', 'reader', 'loader', 'sender'],
];

describe('buildVocabulary', () => {
  it('takes the most frequent words, ties in order', () => {
    const { tokens } = buildVocabulary(countWords(TEXTS), { size: 100 });
    assert.deepEqual(tokens.slice(0, 5), ['<pad>', '<unk>', 'parser', 'reads', 'the']);
  });

  it('learns pieces that spell the words that were left out', () => {
    const vocabulary = buildVocabulary(countWords(TEXTS), { size: 400 });
    const { ids } = new Tokenizer(vocabulary).encode('reading', 20);
    assert.ok(!ids.includes(UNKNOWN));
  });

  it('begins a word that was left out with a piece, never with a word', () => {
    const vocabulary = buildVocabulary(countWords(TEXTS), { size: 400 });
    const { ids } = new Tokenizer(vocabulary).encode('loaders', 20);
    assert.ok(ids.every(id => /^##|##$/.test(vocabulary.tokens[id])));
  });

  it('does not depend on the order of the texts', () => {
    const [there, back] = [TEXTS, TEXTS.toReversed()].map(texts =>
      buildVocabulary(countWords(texts), { size: 30 }).toString(),
    );
    assert.equal(there, back);
  });

  it('keeps to its size and repeats nothing, whatever the texts', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme' })),
        fc.integer({ min: 2, max: 60 }),
        (texts, size) => {
          const vocabulary = buildVocabulary(countWords(texts), { size, minCount: 1 });
          assert.ok(vocabulary.size <= size);
          assert.deepEqual(Vocabulary.parse(vocabulary.toString()).tokens, vocabulary.tokens);
        },
      ),
    );
  });

  it('stays small for a small training set', () => {
    assert.ok(buildVocabulary(countWords(['a good day', 'a bad day']), { size: 20_000 }).size < 20);
  });
});

describe('Vocabulary.parse', () => {
  function check(name: string, text: string, message: RegExp) {
    it(name, () => assert.throws(() => Vocabulary.parse(text), { code: 'bad-input', message }));
  }

  check('refuses a blank line', '<pad>\n<unk>\na\n\nb\n', /vocabulary\.txt:4.*blank line/);
  check('refuses a duplicate', '<pad>\n<unk>\na\nb\na\n', /vocabulary\.txt:5.*"a" again/);
  check('refuses another first line', 'a\nb\n', /vocabulary\.txt:1: expected <pad>/);
  check('refuses a truncated file', '<pad>\n', /vocabulary\.txt:2: expected <unk>/);

  it('reads LF and CRLF alike', () => {
    assert.equal(Vocabulary.parse('<pad>\r\n<unk>\r\na\r\n').id('a'), 2);
  });
});
