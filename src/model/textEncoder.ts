import { KerasTokenizer } from '../text/keras.ts';
import { type Encoded, Tokenizer, type WordTokens } from '../text/tokenizer.ts';
import { UNKNOWN, Vocabulary } from '../text/vocabulary.ts';
import type { Manifest } from './manifest.ts';

/** Text to ids, as the model was trained. */
export interface TextEncoder {
  /** The text's beginning: at most `maxLength` ids, none of them padding. */
  encode(text: string, maxLength: number): Encoded;
  /** Where these ids come from, word by word. */
  locate(text: string, maxLength: number): WordTokens[];
}

export function textEncoderOf(kind: Manifest['tokenizer']['kind'], vocabulary: Vocabulary): TextEncoder {
  return kind === 'keras' ? new KerasTextEncoder(vocabulary) : new Tokenizer(vocabulary);
}

/** The unknown word of both: `<` is no part of a word in Keras. */
const OOV = '<unk>';

/** Keras's words. Its indices are the ids: 0 is padding and 1 the unknown word in both. */
class KerasTextEncoder implements TextEncoder {
  readonly #tokenizer = new KerasTokenizer({ oovToken: OOV });

  constructor(vocabulary: Vocabulary) {
    this.#tokenizer.wordIndex = new Map(
      vocabulary.tokens.slice(UNKNOWN).map((word, n) => [word, n + UNKNOWN]),
    );
  }

  encode(text: string, maxLength: number): Encoded {
    const [ids] = this.#tokenizer.textsToSequences([text]);
    return {
      ids: ids.slice(0, maxLength),
      words: ids.length,
      known: ids.filter(id => id !== UNKNOWN).length,
    };
  }

  /** A word is a token: the unknown ones too. */
  locate(text: string, maxLength: number): WordTokens[] {
    const spans = this.#tokenizer.wordSpans(text).slice(0, maxLength);
    return spans.map((span, n) => ({ ...span, tokens: { start: n, end: n + 1 } }));
  }
}

/** The vocabulary of a Keras `Tokenizer(num_words=size, oov_token)` fitted on `texts`. */
export function kerasVocabulary(texts: readonly string[], size: number): Vocabulary {
  const tokenizer = new KerasTokenizer({ oovToken: OOV });
  tokenizer.fitOnTexts(texts);
  // Keras splits at spaces alone: a word with another white space in it cannot be a line of vocabulary.txt.
  const words = [...tokenizer.wordIndex.keys()].filter(word => word !== OOV && !/\s/.test(word));
  return new Vocabulary(['<pad>', OOV, ...words.slice(0, size - 2)]);
}
