/** Expressions in braces inside of markup: Svelte's and MDX's `{a}`, Vue's `{{ a }}`. */

/** Stands for each unit of an expression where a tag is read: a private character, so that it is neither space nor mark. */
export const FILLER = '\uE000';

/** What may hold braces that are none of these. */
const OPENS = /<!--|<(?:script|style)\b|\{/gi;

/**
 * The text, of the same length, with {@link FILLER}s for expressions. One that nothing closes is none, and nothing
 * behind it is looked at.
 * @param endOf the offset behind the expression whose first brace is at `start`, `start` where there is none, or -1
 * where it does not end
 */
export function withoutExpressions(text: string, endOf: (text: string, start: number) => number): string {
  let masked = '';
  let at = 0;
  for (OPENS.lastIndex = 0; ; OPENS.lastIndex = at) {
    const found = OPENS.exec(text);
    if (found === null) break;
    const { 0: open, index } = found;
    masked += text.slice(at, index);
    const end = open === '{' ? endOf(text, index) : markupEnd(text, index, open);
    if (end < 0) return masked + text.slice(index);
    at = Math.max(end, index + open.length);
    masked += open === '{' && end > index ? FILLER.repeat(end - index) : text.slice(index, at);
  }
  return masked + text.slice(at);
}

function markupEnd(text: string, start: number, open: string): number {
  const close = open === '<!--' ? /-->/g : new RegExp(`</${open.slice(1)}\\s*>`, 'gi');
  close.lastIndex = start;
  return close.test(text) ? close.lastIndex : -1;
}

/** `{{ a }}`. */
export function mustacheEnd(text: string, start: number): number {
  if (text[start + 1] !== '{') return start;
  const close = text.indexOf('}}', start + 2);
  return close < 0 ? -1 : close + 2;
}

const QUOTED = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|(?<=[\s;{}])\/\/.*/y;
const MARKS = /["'`/{}$]/g;

/** `{ a }`: JavaScript, in which braces, strings, templates and comments nest. */
export function braceEnd(text: string, start: number): number {
  /** What is open: a brace, or a template, in which only `${` and its end count. */
  const open: ('{' | '`')[] = [];
  for (MARKS.lastIndex = start; ; ) {
    const found = MARKS.exec(text);
    if (found === null) return -1;
    const { 0: mark, index } = found;
    if (open.at(-1) === '`') {
      if (text[index - 1] === '\\') continue;
      if (mark === '`') open.pop();
      else if (mark === '$' && text[index + 1] === '{') {
        open.push('{');
        MARKS.lastIndex = index + 2;
      }
    } else if (mark === '{' || mark === '`') open.push(mark);
    else if (mark === '}') {
      open.pop();
      if (open.length === 0) return index + 1;
    } else if (mark === '/' && text[index + 1] === '*') {
      const end = text.indexOf('*/', index + 2);
      if (end < 0) return -1;
      MARKS.lastIndex = end + 2;
    } else {
      QUOTED.lastIndex = index;
      if (QUOTED.test(text)) MARKS.lastIndex = QUOTED.lastIndex;
    }
  }
}
