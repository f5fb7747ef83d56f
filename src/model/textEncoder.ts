import { type Encoded, Tokenizer } from '../text/tokenizer.ts';
import type { Vocabulary } from '../text/vocabulary.ts';
import type { Manifest } from './manifest.ts';

/** Text to ids, as the model was trained. */
export interface TextEncoder {
  encode(text: string, maxLength: number): Encoded;
}

export function textEncoderOf(kind: Manifest['tokenizer']['kind'], vocabulary: Vocabulary): TextEncoder {
  if (kind === 'keras') throw new Error('TODO');
  return new Tokenizer(vocabulary);
}

export function kerasVocabulary(_texts: readonly string[], _size: number): Vocabulary {
  throw new Error('TODO');
}
