/** reStructuredText within a paragraph. */
import { ADDRESSES, gap, joined, marked, type Rule } from './markupLines.ts';

/** Roles whose text is shown as it is; what others mark is code, or a name of something. */
const SHOWN =
  /^:(?:\w+:)?(?:abbr|dfn|emphasis|guilabel|menuselection|strong|sub|subscript|sup|superscript|t|term|title|title-reference|index)(?=:)/;

/** Before a mark that opens, and behind one that closes. */
const BEFORE = String.raw`(?<=^|[\s'"([{<\-/:‘“’«¡¿])`;
const BEHIND = String.raw`(?=$|[\s'")\]}>\-/:.,;!?\\’”»])`;
/** What a mark holds: begins and ends with something, and is not endless. */
const held = (units: string) => String.raw`((?!\s)${units}{0,999}?(?<![\s\\]))`;
const rule = (open: string, units: string, close: string, behind = BEHIND) =>
  new RegExp(`${BEFORE}(${open})${held(units)}${close}${behind}`, 'g');

export const RULES: readonly Rule[] = [
  [rule('``', '[\\s\\S]', '``'), gap],
  [/(:[\w.:+-]{1,99}:)`((?:[^`\\]|\\[\s\S]){1,999}?)`/g, role],
  [rule('_?`', '(?:[^`\\\\]|\\\\[\\s\\S])', '`(?::[\\w:+-]+:|__?)?'), reference],
  [rule('\\|', '[^|]', '\\|_{0,2}'), gap],
  [/\[(?:\d+|#[\w.:+-]*|\*|[A-Za-z][\w.:+-]*)\]_(?!\w)/g, joined],
  ADDRESSES,
  [rule('\\*\\*', '[\\s\\S]', '\\*\\*'), marked],
  [rule('\\*', '[^*]', '\\*'), marked],
  [new RegExp(`(?<=[\\p{L}\\p{N}])__?${BEHIND}`, 'gu'), joined],
  [/\\(\s)/g, joined],
  [/(\\)(\S)/g, marked],
];

function role(found: string, name: string, text: string): string {
  const [shown] = /^[^<]*[^<\s](?=\s+<[^<>]*>$)/.exec(text) ?? [];
  if (shown !== undefined) return marked(found, `${name}\``, shown);
  return SHOWN.test(name) ? marked(found, `${name}\``, text) : gap(found);
}

function reference(found: string, open: string, text: string): string {
  const [shown] = /^[^<]*[^<\s](?=\s*<[^<>]*>$)/.exec(text) ?? [];
  return shown === undefined && /^<[\s\S]*>$/.test(text) ? gap(found) : marked(found, open, shown ?? text);
}
