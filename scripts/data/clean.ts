/** What is not the text itself goes: markup of the source, tokenisation, quotations. Deterministic. */

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' };

/** Decodes the few HTML entities that occur (a tweet may be escaped twice) and collapses white space. */
export function plain(text: string): string {
  const decode = (escaped: string) =>
    escaped.replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, name) => entities[name]);
  return decode(decode(text)).replace(/\s+/g, ' ').trim();
}

/** Undoes Penn Treebank tokenisation: `do n't`, `it 's`, `-lrb-`, a space before punctuation. */
export function detokenised(text: string): string {
  return plain(text)
    .replace(/-lrb- ?/gi, '(')
    .replace(/ ?-rrb-/gi, ')')
    .replace(/ (n't|'(?:s|re|ve|ll|d|m))(?![\w'])/gi, '$1')
    .replace(/ ([,;:!?.)\]])/g, '$1')
    .replace(/([([]) /g, '$1')
    .replace(/`` ?| ?''/g, '"');
}

/** A GitHub comment's own words: no code blocks, no quoted lines. */
export function githubComment(text: string): string {
  return plain(text.replace(/^(```|~~~)[\s\S]*?(^\1|$(?![\s\S]))/gm, ' ').replace(/^\s*>.*$/gm, ' '));
}

/** Names and addresses as TweetEval masks them. */
export function maskedTweet(text: string): string {
  return plain(text.replace(/@\w+/g, '@user').replace(/https?:\/\/\S+/g, 'http'));
}

/** UTF-16 units of an issue's body that are read. */
const ISSUE_BODY = 500;

/** An issue's title and what its author wrote: no headings of a template, which give its type away, and no code. */
export function issueText(text: string): string {
  const [title, ...body] = text.split('\n');
  const own = githubComment(body.join('\n').replace(/<!--[\s\S]*?-->|^\s*#+.*$|^\s*\*\*.*\*\*\s*$/gm, ' '));
  return plain(
    `${title.replace(/^\s*(?:\[[^\]]*\]|bug|feature|question)\s*:?\s*/i, '')}. ${own.slice(0, ISSUE_BODY)}`,
  );
}

/** A Java comment without its markers. The source joined the lines by spaces, so markers stand inside it. */
export function sourceComment(text: string): string {
  return plain(text.replace(/\*+\/(?=\s|$)/g, ' ').replace(/(^|\s)(\/[/*]+|\*+(?=\s|$))/g, ' '));
}

/** The GitHub gold standard ends each text in a stray double quote. */
export function withoutStrayQuote(text: string): string {
  return plain((text.match(/"/g)?.length ?? 0) % 2 === 1 ? text.replace(/"\s*$/, '') : text);
}

export function firstWords(text: string, count: number): string {
  return text.split(' ').slice(0, count).join(' ');
}

/** Equal for texts that are the same to a reader. */
export function textKey(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}

/** Equal for texts that differ in punctuation, spacing or tokenisation alone: they never stand in two splits. */
export function splitKey(text: string): string {
  return textKey(text).replace(/[^\p{L}\p{N}]+/gu, '') || textKey(text);
}
