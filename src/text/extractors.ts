import type { TextKind, TextKinds } from '../base/textKinds.ts';
import { code } from './code.ts';
import { isCode } from './grammars.ts';
import { rebased } from './kinds.ts';
import { markdown, mdx } from './markdown.ts';
import { plain } from './plain.ts';
import type { Extractor } from './prose.ts';

/** By VS Code's language id; of program code the comments, and what is in neither is prose from end to end. */
const EXTRACTORS: Readonly<Record<string, Extractor>> = { markdown, mdx };

export function extractorFor(languageId: string): Extractor {
  if (isCode(languageId)) return code(languageId);
  return Object.hasOwn(EXTRACTORS, languageId) ? EXTRACTORS[languageId] : plain;
}

/** Languages whose texts are all of one kind: what is written into a commit, in an editor or in the Source Control view. */
const KINDS: Readonly<Record<string, TextKind>> = {
  'git-commit': 'commit-message',
  scminput: 'commit-message',
};

/** What all prose of a language's texts is; undefined where it depends on the place. */
export function kindOfLanguage(languageId: string): TextKind | undefined {
  if (isCode(languageId)) return 'comment';
  return Object.hasOwn(KINDS, languageId) ? KINDS[languageId] : undefined;
}

/** A whole text's kinds. @param kind what it is, where the caller knows */
export function kindsOfText(languageId: string, kind?: TextKind): TextKinds {
  return rebased([], kind ?? kindOfLanguage(languageId) ?? 'prose');
}
