/** The oracle of how Markdown is read: micromark reads the whole text, and what no token claims is markup. */
import { parse, postprocess, preprocess } from 'micromark';
import { frontmatter } from 'micromark-extension-frontmatter';
import { gfm } from 'micromark-extension-gfm';
import { math } from 'micromark-extension-math';
import { decodeString } from 'micromark-util-decode-string';
import { kindSet } from '../../../src/text/kinds.ts';
import { JOINER, soften } from '../../../src/text/mask.ts';
import type { Block } from '../../../src/text/prose.ts';

type Token = Parameters<typeof postprocess>[0][number][1];

const BLOCKS: readonly string[] = ['paragraph', 'atxHeadingText', 'setextHeadingText', 'tableContent'];
const LISTS: readonly string[] = ['listOrdered', 'listUnordered'];
const GAPS: readonly string[] = [
  ...[
    'autolink',
    'blockQuotePrefix',
    'codeText',
    'htmlText',
    'image',
    'literalAutolink',
    'mathText',
    'taskListCheck',
  ],
];
const TAILS: readonly string[] = ['gfmFootnoteCall', 'reference', 'resource'];

/** The blocks of prose, as an extractor finds them. */
export function micromarkBlocks(text: string): Block[] {
  const parser = parse({ extensions: [gfm(), frontmatter(['yaml', 'toml']), math()] });
  const blocks: Block[] = [];
  let block: Block | undefined;
  let skipped: Token | undefined;
  let lists = 0;
  let at = 0;
  const write = (start: number, masked: string) => {
    if (block) block.text += text.slice(at, start).replace(/\S/g, JOINER).replace(/\s/g, ' ') + masked;
    at = start + masked.length;
  };
  for (const [kind, token] of postprocess(parser.document().write(preprocess()(text, undefined, true)))) {
    const { type, start, end } = token;
    if (skipped) {
      if (token === skipped) skipped = undefined;
    } else if (LISTS.includes(type)) lists += kind === 'enter' ? 1 : -1;
    else if (BLOCKS.includes(type)) {
      if (kind === 'exit') {
        write(end.offset, '');
        block = undefined;
      } else {
        const base = type.endsWith('HeadingText') ? 'heading' : 'prose';
        block = {
          start: start.offset,
          text: '',
          kinds: lists > 0 ? kindSet(base, 'list-item') : kindSet(base),
        };
        blocks.push(block);
        at = start.offset;
      }
    } else if (block && kind === 'enter') {
      const masked = maskOf(token, text);
      if (masked === undefined) continue;
      write(start.offset, masked);
      skipped = token;
    }
  }
  return blocks;
}

/** Undefined where what is inside of it says more. */
function maskOf({ type, start, end }: Token, text: string): string | undefined {
  const raw = text.slice(start.offset, end.offset);
  if (type === 'data' || type === 'characterEscapeValue') return soften(raw);
  if (type === 'characterReference') return soften(decodeString(raw)).padEnd(raw.length, JOINER);
  if (type === 'mathText' && isMoney(raw, text[end.offset])) return soften(raw);
  if (GAPS.includes(type)) return ' '.repeat(raw.length);
  return TAILS.includes(type) ? JOINER.repeat(raw.length) : undefined;
}

/** By Pandoc's rule, as the reader has it. */
function isMoney(raw: string, next = ''): boolean {
  return !raw.startsWith('$$') && (/^\$\s|\s\$$/.test(raw) || /\d/.test(next));
}
