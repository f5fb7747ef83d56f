import { errors } from '../base/errors.ts';

/** Word vectors learnt from unlabelled text. */
export interface WordVectors {
  /** For messages and the bundle's provenance. */
  name: string;
  /** Numbers a vector. */
  size: number;
  get(word: string): Float32Array | undefined;
}

/** word2vec's text format: a line `words size`, then a word and its numbers a line. GloVe's lacks the first line. */
export function parseWordVectors(name: string, lines: Iterable<string>): WordVectors {
  const vectors = new Map<string, Float32Array>();
  let size = 0;
  let n = 0;
  for (const line of lines) {
    n++;
    const fields = line.trimEnd().split(' ');
    if (n === 1 && fields.length === 2) continue;
    if (fields.length < 2) continue;
    size ||= fields.length - 1;
    const vector = Float32Array.from(fields.slice(-size), Number);
    if (fields.length !== size + 1 || vector.some(Number.isNaN)) {
      throw errors.badInput(`a word and ${size} numbers`, JSON.stringify(line.slice(0, 60)), `${name}:${n}`);
    }
    vectors.set(fields[0], vector);
  }
  if (size === 0) throw errors.badInput('word vectors in the text format of word2vec', 'none', name);
  return { name, size, get: word => vectors.get(word) };
}
