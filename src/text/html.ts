/** Prose in HTML, and in what is written like it. */
import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';
import type { TextKinds } from '../base/textKinds.ts';
import { BlockWriter } from './blockWriter.ts';
import { kindSet } from './kinds.ts';
import { JOINER, soften } from './mask.ts';
import type { Block, Extractor, Piece } from './prose.ts';

/** Names of elements, by what they are for prose. Those that are in none of these are components. */
const elements = (names: string): ReadonlySet<string> => new Set(names.split(' '));
/** What is inside is none, and ends with the element alone. */
const SKIPPED = elements(
  'audio canvas iframe math noembed noframes object pre script select style svg template textarea video',
);
/** None either, within a sentence. */
const CODE = elements('code kbd samp tt var');
const INLINE = elements(
  'a abbr acronym b bdi bdo big cite data del dfn em font i ins label mark q ruby rb rp rt s small span strike strong sub sup time u wbr',
);
/** Within a sentence they stand where a word or a space would. */
const GAPS = elements('br embed img input meter progress');
const BLOCKS = elements(
  'address article aside blockquote body button caption center col colgroup dd details dialog dir div dl dt fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li link main menu meta nav ol optgroup option p search section summary table tbody td tfoot th thead title tr ul',
);
const HEADINGS = elements('h1 h2 h3 h4 h5 h6 title');
const LISTS = elements('dir menu ol ul');

/** UTF-16 units that the tokenizer gets at once. */
const CHUNK = 16 * 1024;

export interface Dialect {
  /** `<div />` is all of an element. */
  selfClosing: boolean;
  /** The element at the top that holds what is shown; what is outside of it is none. */
  root?: string;
}

/** By the HTML Standard's tokenization; nothing is known of styles, and what scripts show is not there. */
export const html: Extractor = {
  pieces: (text, from) => htmlPieces(text, from, { selfClosing: false }),
};

/** A piece ends behind the tag of a block where nothing else is open: what follows is read alike wherever reading began. */
export function* htmlPieces(text: string, from: number, dialect: Dialect): Generator<Piece> {
  const reader = new Reader(text, from, dialect);
  const tokenizer = new Tokenizer({ recognizeSelfClosing: dialect.selfClosing }, reader);
  for (let at = from; at < text.length; at += CHUNK) {
    tokenizer.write(text.slice(at, at + CHUNK));
    yield* reader.pieces.splice(0);
  }
  tokenizer.end();
  yield* reader.finish();
}

class Reader implements TokenizerCallbacks {
  readonly pieces: Piece[] = [];
  readonly #text: string;
  /** Where the tokenizer's offsets begin. */
  readonly #from: number;
  readonly #dialect: Dialect;
  readonly #block = new BlockWriter();
  #blocks: Block[] = [];
  #start: number;
  #tag = { name: '', start: 0 };
  /** The element that is no prose; how many of its name are open. */
  #skipped: { name: string; depth: number } | undefined;
  #roots = 0;
  #isHeading = false;
  #lists = 0;

  constructor(text: string, from: number, dialect: Dialect) {
    this.#text = text;
    this.#from = from;
    this.#dialect = dialect;
    this.#start = from;
  }

  *finish(): Generator<Piece> {
    this.#break();
    yield* this.pieces;
    if (this.#start < this.#text.length) yield this.#piece(this.#text.length, this.#text.length + 1);
  }

  ontext(start: number, end: number): void {
    // Where the text ends within a closing tag the tokenizer calls the rest of it text, from -1 on.
    if (start >= 0)
      this.#put(this.#from + start, soften(this.#text.slice(this.#from + start, this.#from + end)));
  }

  ontextentity(codePoint: number, behind: number): void {
    const end = this.#from + behind;
    const start = this.#text.lastIndexOf('&', end - 1);
    // Some are two characters, of which the second is a mark on the first.
    if (!this.#block.isEmpty && start < this.#block.end) return;
    this.#put(start, soften(String.fromCodePoint(codePoint)).padEnd(end - start, JOINER));
  }

  onopentagname(start: number, end: number): void {
    const at = this.#from + start;
    this.#tag = { name: this.#text.slice(at, this.#from + end).toLowerCase(), start: at - 1 };
  }

  onopentagend(last: number): void {
    this.#open(this.#from + last + 1, false);
  }

  onselfclosingtag(last: number): void {
    this.#open(this.#from + last + 1, this.#dialect.selfClosing);
  }

  onclosetag(start: number, end: number): void {
    const at = this.#from + start;
    const name = this.#text.slice(at, this.#from + end).toLowerCase();
    const last = this.#text.indexOf('>', this.#from + end);
    if (last >= 0) this.#close(name, at - 2, last + 1);
  }

  onattribdata(): void {}
  onattribentity(): void {}
  onattribend(): void {}
  onattribname(): void {}
  oncdata(): void {}
  oncomment(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}
  onend(): void {}

  get #isShown(): boolean {
    const { root } = this.#dialect;
    return this.#skipped === undefined && (root === undefined || this.#roots > 0);
  }

  #put(start: number, masked: string): void {
    if (!this.#isShown) return;
    if (!this.#block.isEmpty || masked.trim() !== '') this.#block.write(start, masked);
  }

  #open(end: number, isWhole: boolean): void {
    const { name, start } = this.#tag;
    const { root } = this.#dialect;
    if (this.#skipped?.name === name) {
      if (!isWhole) this.#skipped.depth++;
      return;
    }
    if (root !== undefined && this.#skipped === undefined && (name === root || this.#roots === 0)) {
      this.#break();
      if (isWhole) return;
      if (name === root && !inOtherLanguage(this.#text.slice(start, end))) this.#roots++;
      else this.#skipped = { name, depth: 1 };
      return;
    }
    if (this.#skipped !== undefined && !this.#endsCode(name)) return;
    if (SKIPPED.has(name)) this.#break();
    if (SKIPPED.has(name) || CODE.has(name)) {
      if (!isWhole) this.#skipped = { name, depth: 1 };
    } else if (INLINE.has(name)) this.#put(start, JOINER.repeat(end - start));
    else if (BLOCKS.has(name)) {
      this.#break();
      if (HEADINGS.has(name)) this.#isHeading = !isWhole;
      if (LISTS.has(name) && !isWhole) this.#lists++;
      this.#endPiece(end);
    } else if (!GAPS.has(name)) this.#component(start, end, isTextBefore(this.#text, start, this.#start));
  }

  #close(name: string, start: number, end: number): void {
    if (this.#skipped?.name === name) {
      if (--this.#skipped.depth === 0) this.#skipped = undefined;
      return;
    }
    if (this.#skipped !== undefined && !this.#endsCode(name)) return;
    if (name === this.#dialect.root) {
      this.#break();
      this.#roots = Math.max(0, this.#roots - 1);
    } else if (INLINE.has(name)) this.#put(start, JOINER.repeat(end - start));
    else if (BLOCKS.has(name)) {
      this.#break();
      if (HEADINGS.has(name)) this.#isHeading = false;
      if (LISTS.has(name)) this.#lists = Math.max(0, this.#lists - 1);
      this.#endPiece(end);
    } else if (!GAPS.has(name) && !SKIPPED.has(name) && !CODE.has(name))
      this.#component(start, end, isTextBehind(this.#text, end));
  }

  /** Code within a sentence that nobody closed ends with the block. */
  #endsCode(name: string): boolean {
    if (!CODE.has(this.#skipped?.name ?? '') || !BLOCKS.has(name)) return false;
    this.#skipped = undefined;
    return true;
  }

  /** An element of somebody's own stands in a sentence where there is text right beside it. */
  #component(start: number, end: number, isBesideText: boolean): void {
    if (isBesideText) this.#put(start, JOINER.repeat(end - start));
    else this.#break();
  }

  #break(): void {
    for (const block of this.#block.finish(this.#kinds)) this.#blocks.push(block);
  }

  get #kinds(): TextKinds {
    const base = this.#isHeading ? 'heading' : 'prose';
    return this.#lists > 0 ? kindSet(base, 'list-item') : kindSet(base);
  }

  #endPiece(end: number): void {
    if (this.#isHeading || this.#lists > 0 || this.#roots > 0) return;
    this.pieces.push(this.#piece(end, end));
  }

  #piece(end: number, reach: number): Piece {
    const blocks = this.#blocks;
    const piece = { start: this.#start, end, reach, blocks: () => blocks };
    this.#start = end;
    this.#blocks = [];
    return piece;
  }
}

/** Vue's `<template lang="pug">`. */
function inOtherLanguage(tag: string): boolean {
  return /\slang\s*=\s*["']?(?!html\b)\w/.test(tag);
}

/** On the same line, with no tag in between. */
function isTextBefore(text: string, at: number, from: number): boolean {
  let before = at;
  while (before > from && (text[before - 1] === ' ' || text[before - 1] === '\t')) before--;
  return before > from && !/[>\s]/.test(text[before - 1]);
}

function isTextBehind(text: string, at: number): boolean {
  let behind = at;
  while (text[behind] === ' ' || text[behind] === '\t') behind++;
  return behind < text.length && !/[<\s]/.test(text[behind]);
}
