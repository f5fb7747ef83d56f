/** The kinds of text that a task may be asked of. Plain strings: manifests, the command line and JSON lines name them. */
import { type Said, say } from './words.ts';

/** `list-item` and `question` come beside one of the others, which every text is of. */
export const TEXT_KINDS = [
  'prose',
  'heading',
  'list-item',
  'comment',
  'commit-message',
  'issue',
  'question',
] as const;

export type TextKind = (typeof TEXT_KINDS)[number];

/** What a text is, at least one; in the list's order, each once. */
export type TextKinds = readonly TextKind[];

/** Texts of a kind, in words: what a task is asked of. */
export const kindTitles: Readonly<Record<TextKind, Said>> = {
  prose: say('prose'),
  heading: say('headings'),
  'list-item': say('list items'),
  comment: say('comments'),
  'commit-message': say('commit messages'),
  issue: say('issues'),
  question: say('questions'),
};

/** @param scope the kinds that a task is asked of; none, or absent: it is asked of everything */
export function isAsked(scope: TextKinds | undefined, kinds: TextKinds): boolean {
  return scope === undefined || scope.length === 0 || scope.some(kind => kinds.includes(kind));
}

/** "comments and questions", in the language of `locale`. @param spoken says one of them in that language */
export function kindsInWords(kinds: TextKinds, spoken: (title: Said) => string, locale: string): string {
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  return list.format(kinds.map(kind => spoken(kindTitles[kind])));
}
