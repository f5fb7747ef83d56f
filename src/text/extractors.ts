import { markdown, mdx } from './markdown.ts';
import { plain } from './plain.ts';
import type { Extractor } from './prose.ts';

/** By VS Code's language id; what is not here is prose from end to end. */
const EXTRACTORS: Readonly<Record<string, Extractor>> = { markdown, mdx };

export function extractorFor(languageId: string): Extractor {
  return Object.hasOwn(EXTRACTORS, languageId) ? EXTRACTORS[languageId] : plain;
}
