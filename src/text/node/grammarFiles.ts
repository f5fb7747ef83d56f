import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReadGrammar } from '../grammars.ts';

/** Reads grammars out of `folder`. */
export function grammarsIn(folder: string): ReadGrammar {
  return file => readFile(join(folder, file));
}
