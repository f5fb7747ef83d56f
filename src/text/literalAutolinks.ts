/** Addresses that stand in a text without brackets, by GitHub's rules as the extension of micromark has them. */

const PROTOCOL = /https?:\/\/(?=[^\p{P}\p{S}\p{Cc}\s])/iuy;
const WWW = /www\.(?=.)/isy;
const EMAIL = /[\w.+-]+@(?:[\w-]|\.(?=[A-Za-z0-9]))+/y;
/** Marks at an address's end are none of it. */
const TRAIL = String.raw`(?:[!"')*,.:;?_~]|&[A-Za-z]+;|\](?![([\s]|$)){0,99}(?=[<\s]|\][([\s]|\]?$)`;
const TRAILING = new RegExp(TRAIL, 'y');
const DOMAIN = new RegExp(String.raw`(?:(?!${TRAIL})[._]|-|[^\s\p{P}\p{S}])+`, 'uy');

/** Where the address ends that begins at `start`; -1 where none does. */
export function addressEnd(text: string, start: number): number {
  const before = text[start - 1] ?? ' ';
  const end = emailEnd(text, start, before);
  const domain = end < 0 ? domainStart(text, start, before) : -1;
  return domain < 0 ? end : pageEnd(text, domain);
}

function domainStart(text: string, start: number, before: string): number {
  const mark = text[start];
  if (/h/i.test(mark) && !/[A-Za-z]/.test(before) && matches(PROTOCOL, text, start))
    return PROTOCOL.lastIndex;
  return /w/i.test(mark) && /[ \t\r\n(*_[\]~]/.test(before) && matches(WWW, text, start) ? start : -1;
}

function pageEnd(text: string, start: number): number {
  if (!matches(DOMAIN, text, start)) return -1;
  let end = DOMAIN.lastIndex;
  const domain = text.slice(start, end);
  if (/^[._]*$|_[^.]*(?:\.[^.]*)?$/.test(domain)) return -1;
  for (let depth = 0; end < text.length && /\S/.test(text[end]); end++) {
    if (text[end] === '(') depth++;
    else if (text[end] === ')' && depth > 0) depth--;
    else if (/[!"&')*,.:;<?\]_~]/.test(text[end]) && matches(TRAILING, text, end)) break;
    else if (text[end] === ')') depth--;
  }
  return end;
}

function emailEnd(text: string, start: number, before: string): number {
  if (/[\w.+/-]/.test(before) || !matches(EMAIL, text, start)) return -1;
  const end = EMAIL.lastIndex;
  const domain = text.slice(text.indexOf('@', start) + 1, end);
  return domain.includes('.') && /[A-Za-z]$/.test(domain) ? end : -1;
}

/** Sets the pattern's `lastIndex` behind the match, too. */
function matches(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}
