/** AsciiDoc within a paragraph. */
import { ADDRESSES, gap, joined, marked, type Rule } from './markupLines.ts';
import { JOINER } from './mask.ts';

/** In brackets. */
const LIST = String.raw`\[((?:[^\]\\]|\\.){0,999})\]`;
/** Macros whose text is none of the sentence that they stand in, a footnote's too. */
const SILENT = new RegExp(
  String.raw`\b(?:image|icon|kbd|btn|menu|stem|latexmath|asciimath|pass|footnote(?:ref)?|indexterm|anchor|counter2?):[^\s[\]]{0,999}${LIST}`,
  'g',
);
const LINK =
  /((?<![\w/])(?:(?:link|xref):|https?:\/\/|ftp:\/\/|irc:\/\/|mailto:)[^\s[\]<>]{0,999}\[)((?:[^\]\\]|\\.){0,999})\]/g;

/** Marks at the edges of words. */
const constrained = (mark: string) =>
  new RegExp(
    `(?<![\\p{L}\\p{N}_\\\\${mark}:;}])([${mark}])((?!\\s|[${mark}])[\\s\\S]{1,999}?(?<!\\s))[${mark}](?![\\p{L}\\p{N}_${mark}])`,
    'gu',
  );
/** Marks anywhere. */
const anywhere = (mark: string) =>
  new RegExp(`(?<!\\\\)([${mark}]{2})((?!\\s)[\\s\\S]{1,999}?)[${mark}]{2}`, 'g');

const REFERENCES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' };

export const RULES: readonly Rule[] = [
  [/(?<!\\)\+{3}[\s\S]{1,999}?\+{3}/g, gap],
  [/(?<!\\)(\$\$|\+\+)([\s\S]{1,999}?)\1/g, marked],
  [SILENT, gap],
  [/(?<![\w\\])(["'])`([^`]{1,999})`\1/g, curved],
  [/(?<!\\)\[[^\]\s]{1,99}\](?=[#*_`^~])/g, joined],
  [anywhere('`'), gap],
  [constrained('`'), gap],
  [constrained('+'), marked],
  [LINK, link],
  [/(<<[^<>,]{1,999},)([^<>]{1,999})>>/g, marked],
  [/<<[^<>]{1,999}>>|\[\[{1,2}[^[\]]{1,999}\]{2,3}|<(?:\d{1,9}|\.)>/g, gap],
  [/(?<!\\)\{[\w!][\w:-]*\}/g, gap],
  [/\({3}[^()]{1,999}\){3}/g, gap],
  [/(\(\()([^()]{1,999})\)\)/g, marked],
  ADDRESSES,
  [anywhere('*'), marked],
  [anywhere('_'), marked],
  [anywhere('#'), marked],
  [constrained('*'), marked],
  [constrained('_'), marked],
  [constrained('#'), marked],
  [/(?<!\\)(\^)([^\s^]{1,99})\^/g, marked],
  [/(?<!\\)(~)([^\s~]{1,99})~/g, marked],
  [/&(#\d{1,7}|#x[\da-f]{1,6}|amp|lt|gt|quot|nbsp);/gi, character],
  [/\\(?=[*_`#{<[^~+:"'(|\\])/g, joined],
];

/** What is in the brackets, without what is said of it: `[text,role=x]`, `[text^]`. */
function link(found: string, open: string, text: string): string {
  const [shown] = /^"[^"]*"|^(?:[^,=^]|,(?![\s\w]+=))*/.exec(text) ?? [''];
  return shown.trim() === '' ? gap(found) : marked(found, open, shown);
}

/** "`Quoted`": the typist's marks stand for those that are shown. */
function curved(_found: string, quote: string, shown: string): string {
  return `${quote}${JOINER}${shown}${JOINER}${quote}`;
}

function character(found: string, name: string): string {
  const code = name[0] === '#' ? Number(name.slice(1).replace(/^x/i, '0x')) : -1;
  const said =
    code < 0 ? REFERENCES[name.toLowerCase()] : code <= 0x10ffff ? String.fromCodePoint(code) : ' ';
  return said.padEnd(found.length, JOINER);
}
