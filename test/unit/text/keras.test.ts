import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { KerasTokenizer } from '../../../src/text/keras.ts';
import { type PaddingOptions, padSequences } from '../../../src/text/padding.ts';

interface Fixture {
  fit: string[];
  read: string[];
  tokenizers: {
    options: {
      num_words?: number;
      filters?: string;
      lower?: boolean;
      split?: string;
      char_level?: boolean;
      oov_token?: string;
    };
    wordIndex: [string, number][];
    sequences: number[][];
    json: string;
  }[];
  toPad: number[][];
  paddings: { options: PaddingOptions; padded: number[][] }[];
}

/** Made by the real Keras: test/reference/keras_text.py. */
const fixture: Fixture = JSON.parse(
  readFileSync(new URL('../../fixtures/text/keras.json', import.meta.url), 'utf8'),
);

/** Members of the nested JSON strings in one order: Keras goes through a set. */
function sorted(json: string): unknown {
  const { class_name, config } = JSON.parse(json);
  for (const key of ['word_docs', 'index_docs']) config[key] = Object.entries(JSON.parse(config[key])).sort();
  return { class_name, config };
}

for (const { options, wordIndex, sequences, json } of fixture.tokenizers) {
  describe(`KerasTokenizer(${JSON.stringify(options)})`, () => {
    const tokenizer = new KerasTokenizer({
      numWords: options.num_words,
      filters: options.filters,
      lower: options.lower,
      split: options.split,
      charLevel: options.char_level,
      oovToken: options.oov_token,
    });
    tokenizer.fitOnTexts(fixture.fit.slice(0, 4));
    tokenizer.fitOnTexts(fixture.fit.slice(4));

    it('numbers the words as Keras does', () => assert.deepEqual([...tokenizer.wordIndex], wordIndex));
    it('reads as Keras does', () => assert.deepEqual(tokenizer.textsToSequences(fixture.read), sequences));
    it("writes Keras's JSON", () => assert.deepEqual(sorted(JSON.stringify(tokenizer)), sorted(json)));

    it("reads Keras's JSON", () => {
      const read = KerasTokenizer.fromJSON(json);
      assert.deepEqual(read.textsToSequences(fixture.read), sequences);
      assert.deepEqual(sorted(JSON.stringify(read)), sorted(json));
    });
  });
}

describe('KerasTokenizer.fromJSON', () => {
  it('refuses other JSON', () =>
    assert.throws(() => KerasTokenizer.fromJSON('{"class_name":"Dense"}'), { code: 'bad-input' }));
});

describe('padSequences', () => {
  for (const { options, padded } of fixture.paddings) {
    it(`pads as Keras does: ${JSON.stringify(options)}`, () =>
      assert.deepEqual(padSequences(fixture.toPad, options), padded));
  }

  it('pads nothing', () => assert.deepEqual(padSequences([]), []));
});
