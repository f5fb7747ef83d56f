import { decodeString } from 'micromark-util-decode-string';
import type { TextKinds } from '../base/textKinds.ts';
import { kindSet } from './kinds.ts';
import { type Event, markdownFacts, markdownPieces, type Token } from './markdownPieces.ts';
import { JOINER, joinAcross, soften } from './mask.ts';
import { plain } from './plain.ts';
import { type Block, blocksOf, type Extractor } from './prose.ts';

/** micromark's tokens that hold a block of prose each. */
const BLOCKS = new Set<string>(['paragraph', 'atxHeadingText', 'setextHeadingText', 'tableContent']);
const HEADINGS = new Set<string>(['atxHeadingText', 'setextHeadingText']);
const LISTS = new Set<string>(['listOrdered', 'listUnordered']);
/** Tokens that are no prose and stand where words would: blank. Images are, too: badges would drown the text. */
const GAPS = new Set<string>([
  'autolink',
  'codeText',
  'htmlText',
  'image',
  'literalAutolink',
  'mathText',
  'taskListCheck',
]);
/** Tokens that belong to the word before them. */
const TAILS = new Set<string>(['gfmFootnoteCall', 'reference', 'resource']);

/** CommonMark with GitHub's extensions, front matter and math. */
export const markdown: Extractor = {
  facts: markdownFacts,
  *pieces(text, facts, from) {
    for (const { events, text: source, ...piece } of markdownPieces(text, facts, from)) {
      const found = events ? pieceBlocks(source, events) : endlessBlocks(source);
      const blocks = Array.from(found, block => ({ ...block, start: piece.start + block.start }));
      yield { ...piece, blocks };
    }
  },
};

/** Prose from end to end, but for code spans and what is too long for a word, such as an image's data. */
function endlessBlocks(text: string): Block[] {
  const prose = text.replace(/`[^`\n]*`|[!-~]{200,}/g, code => ' '.repeat(code.length));
  return blocksOf(plain, prose);
}

function* pieceBlocks(text: string, events: Event[]): Generator<Block> {
  let block: Mask | undefined;
  let skipped: Token | undefined;
  let lists = 0;
  for (const [kind, token] of events) {
    if (skipped) {
      if (token === skipped) skipped = undefined;
    } else if (LISTS.has(token.type)) {
      lists += kind === 'enter' ? 1 : -1;
    } else if (BLOCKS.has(token.type)) {
      if (kind === 'enter') block = new Mask(text, token, kindsAt(token, lists > 0));
      else if (block) yield block.finish(token);
    } else if (block && kind === 'enter' && block.take(token)) {
      skipped = token;
    }
  }
}

function kindsAt({ type }: Token, inList: boolean): TextKinds {
  const base = HEADINGS.has(type) ? 'heading' : 'prose';
  return inList ? kindSet(base, 'list-item') : kindSet(base);
}

/** Writes a block's mask token by token; what no token claims is markup. */
class Mask {
  private readonly source: string;
  private readonly start: number;
  private at: number;
  private text = '';
  private readonly kinds: TextKinds;

  constructor(source: string, { start }: Token, kinds: TextKinds) {
    this.source = source;
    this.kinds = kinds;
    this.start = start.offset;
    this.at = start.offset;
  }

  /** True when the token is dealt with, whatever is inside it. */
  take({ type, start, end }: Token): boolean {
    const raw = this.source.slice(start.offset, end.offset);
    if (type === 'data' || type === 'characterEscapeValue') this.write(start.offset, soften(raw));
    else if (type === 'characterReference') this.write(start.offset, decode(raw));
    else if (type === 'mathText' && isMoney(raw, this.source[end.offset]))
      this.write(start.offset, soften(raw));
    else if (GAPS.has(type)) this.write(start.offset, ' '.repeat(raw.length));
    else if (TAILS.has(type)) this.write(start.offset, JOINER.repeat(raw.length));
    else return false;
    return true;
  }

  finish({ end }: Token): Block {
    this.write(end.offset, '');
    return { start: this.start, text: this.text, kinds: this.kinds };
  }

  private write(start: number, masked: string) {
    this.text += joinAcross(this.source.slice(this.at, start)) + masked;
    this.at = start + masked.length;
  }
}

function decode(reference: string): string {
  return soften(decodeString(reference)).padEnd(reference.length, JOINER);
}

/** "$5 and $10": by Pandoc's rule math hugs its dollars, and no digit follows. */
function isMoney(raw: string, next = ''): boolean {
  return !raw.startsWith('$$') && (/^\$\s|\s\$$/.test(raw) || /\d/.test(next));
}
