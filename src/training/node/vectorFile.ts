import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { errors } from '../../base/errors.ts';
import { parseWordVectors, type WordVectors } from '../wordVectors.ts';

/** Reads word vectors in word2vec's text format, line by line: such a file is larger than a string may be. */
export async function readWordVectors(file: string): Promise<WordVectors> {
  try {
    await access(file);
  } catch {
    throw errors.badInput(
      'word vectors (the default set comes with "npm run vectors"; architecture.vectors names another file)',
      `no file at ${file}`,
    );
  }
  const lines: string[] = [];
  for await (const line of createInterface({ input: createReadStream(file, 'utf8') })) lines.push(line);
  // The name stands in the model card: a path would say where somebody's home is.
  return parseWordVectors(path.basename(file), lines);
}
