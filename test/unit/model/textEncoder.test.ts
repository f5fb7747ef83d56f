import assert from 'node:assert/strict';
import { kerasVocabulary, textEncoderOf } from '../../../src/model/textEncoder.ts';
import { KerasTokenizer } from '../../../src/text/keras.ts';
import { Vocabulary } from '../../../src/text/vocabulary.ts';

const texts = ['The food was good, the view was better.', 'Bad food!', 'view\r\nfood <unk>', ''];

describe("the textbook presets' text encoder", () => {
  const vocabulary = Vocabulary.parse(kerasVocabulary(texts, 6).toString());
  const encoder = textEncoderOf('keras', vocabulary);

  it("gives the ids of Keras's tokenizer with as many words", () => {
    const keras = new KerasTokenizer({ numWords: 6, oovToken: '<unk>' });
    keras.fitOnTexts(texts);
    const asked = [...texts.filter(text => !text.includes('\r')), 'Nothing known here', 'FOOD food'];
    assert.deepEqual(
      asked.map(text => encoder.encode(text, 100).ids),
      keras.textsToSequences(asked),
    );
  });

  it('counts the words that it knows, and keeps the beginning', () => {
    assert.deepEqual(encoder.encode('the food nobody knows', 3), { ids: [3, 2, 1], words: 4, known: 2 });
  });
});
