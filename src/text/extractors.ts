import { code } from './code.ts';
import { isCode } from './grammars.ts';
import { markdown, mdx } from './markdown.ts';
import { plain } from './plain.ts';
import type { Extractor } from './prose.ts';

/** By VS Code's language id; of program code the comments, and what is in neither is prose from end to end. */
const EXTRACTORS: Readonly<Record<string, Extractor>> = { markdown, mdx };

export function extractorFor(languageId: string): Extractor {
  if (isCode(languageId)) return code(languageId);
  return Object.hasOwn(EXTRACTORS, languageId) ? EXTRACTORS[languageId] : plain;
}
