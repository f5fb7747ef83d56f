import { join } from 'node:path';
import { loadGrammar } from '../../../src/text/grammars.ts';
import { grammarsIn } from '../../../src/text/node/grammarFiles.ts';

/** What the build has copied. */
export const grammars = grammarsIn(join(import.meta.dirname, '../../../dist/wasm'));

export async function loadGrammars(...languageIds: string[]): Promise<void> {
  for (const languageId of languageIds) await loadGrammar(languageId, grammars);
}
