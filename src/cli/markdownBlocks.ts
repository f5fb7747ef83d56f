/** Where a huge Markdown text can be cut so that each part reads as it does in the whole. */
import type { Sizes } from './blocks.ts';

/** Markdown is read whole up to here: only the whole knows its link definitions. */
export const MARKDOWN: Sizes = { min: 1024 * 1024, max: 4 * 1024 * 1024 };

/** As much of a line as tells whether it starts a block of its own. */
const LOOK_AHEAD = 16;

/** What runs to a mark of its own, whatever stands between: fences of code and of math. */
const FENCE = /^[ \t>]*(`{3,}|~{3,}|\${2,})(.*)$/;
const FRONT_MATTER = /^(---|\+\+\+)\s*$/;
/** HTML that a blank line does not end, each with what does. */
const html: readonly (readonly [RegExp, RegExp])[] = [
  [/^ {0,3}<(?:script|pre|style|textarea)(?:[\s>]|$)/i, /<\/(?:script|pre|style|textarea)>/i],
  [/^ {0,3}<!--/, /-->/],
  [/^ {0,3}<\?/, /\?>/],
  [/^ {0,3}<!\[CDATA\[/, /\]\]>/],
];

/**
 * Continues a list, or would be taken for one; is indented; or would be front matter at the start of a text.
 * Nothing is open after a blank line whose next line is none of these.
 */
const CONTINUES = /^(?:\s|[-+*](?:\s|$)|\d{1,9}[.)](?:\s|$)|---|\+\+\+)/;

/** After a blank line outside fences, front matter and HTML, where the next line starts a block of its own. */
export function markdownEnd(text: string, from: number): number {
  let closes: ((line: string) => boolean) | undefined;
  let afterBlank = false;
  for (let start = 0; start < text.length; ) {
    const feed = text.indexOf('\n', start);
    const end = feed < 0 ? text.length : feed;
    if (feed < 0 && end - start < LOOK_AHEAD) return -1;
    const line = text.slice(start, end).replace(/\r$/, '');
    if (closes !== undefined) {
      if (closes(line)) closes = undefined;
      afterBlank = false;
    } else {
      if (afterBlank && start >= from && !CONTINUES.test(line)) return start;
      closes = start === 0 && FRONT_MATTER.test(line) ? same(line) : opened(line);
      afterBlank = closes === undefined && line.trim() === '';
    }
    start = end + 1;
  }
  return -1;
}

/** What ends the construct that `line` opens, if it opens one. */
function opened(line: string): ((line: string) => boolean) | undefined {
  const [, fence, info] = FENCE.exec(line) ?? [];
  if (fence !== undefined && (fence[0] === '~' || !info.includes(fence[0]))) {
    return later => {
      const [, mark, rest] = FENCE.exec(later) ?? [];
      return mark?.[0] === fence[0] && mark.length >= fence.length && rest.trim() === '';
    };
  }
  const [opens, ends] = html.find(([start]) => start.test(line)) ?? [];
  if (opens === undefined || ends === undefined) return undefined;
  const after = line.replace(opens, '');
  return ends.test(after) ? undefined : later => ends.test(later);
}

function same(line: string): (later: string) => boolean {
  return later => later.trimEnd() === line.trimEnd();
}
