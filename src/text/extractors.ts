import type { TextKind, TextKinds } from '../base/textKinds.ts';
import { asciidoc } from './asciidoc.ts';
import { code } from './code.ts';
import { svelte, vue } from './components.ts';
import { isCode } from './grammars.ts';
import { html } from './html.ts';
import { rebased } from './kinds.ts';
import { latex } from './latex.ts';
import { markdown } from './markdown.ts';
import { mdx } from './mdx.ts';
import { plain } from './plain.ts';
import type { Extractor } from './prose.ts';
import { restructuredText } from './restructuredText.ts';

/** By VS Code's language id; of program code the comments, and what is in neither is prose from end to end. */
const EXTRACTORS: Readonly<Record<string, Extractor>> = {
  asciidoc,
  html,
  latex,
  markdown,
  mdx,
  restructuredtext: restructuredText,
  svelte,
  tex: latex,
  vue,
};

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
