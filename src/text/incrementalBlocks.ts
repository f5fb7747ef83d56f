import { errors } from '../base/errors.ts';
import { hasContent } from './blockSegments.ts';
import { type Block, type Extractor, type Facts, type Piece, proseStart } from './prose.ts';

/** In a text, `removed` UTF-16 units from `start` on give way to `text`. */
export interface TextEdit {
  start: number;
  removed: number;
  text: string;
}

/** A piece with its prose; its place is the sum of the lengths before it. */
export interface Part {
  readonly length: number;
  /** From the part's start. */
  readonly reach: number;
  readonly asked: ReadonlySet<string>;
  /** Those with content; their offsets count from the part's start. */
  readonly blocks: readonly Block[];
}

/** `former` parts gave way to `fresh` ones, from the index `from` on in the list as it is now. */
export interface PartSplice {
  from: number;
  former: Part[];
  fresh: Part[];
}

/** So much text that is to be read again, and the parts that it was. */
interface Gap {
  readonly length: number;
  readonly former: Part[];
}

const isGap = (item: Part | Gap): item is Gap => 'former' in item;
const formerOf = (item: Part | Gap): Part[] => (isGap(item) ? item.former : [item]);

/** A text and its blocks of prose; an edit reads again the pieces that depend on what it touches, and no other. */
export class IncrementalBlocks {
  readonly #extractor: Extractor;
  #text = '';
  #facts: Facts = new Map();
  #items: (Part | Gap)[] = [];
  /** The parts that lie one after another in the text, but for a byte-order mark alone: that is in none. */
  parts: readonly Part[] = [];

  constructor(extractor: Extractor) {
    this.#extractor = extractor;
  }

  get text(): string {
    return this.#text;
  }

  /** Edits the text, one edit after another, each in the text that the former left. */
  edit(edits: readonly TextEdit[]): PartSplice[] {
    for (const edit of edits) this.#cut(edit);
    if (this.#extractor.entire)
      this.#items = [{ length: this.#text.length, former: this.#items.flatMap(formerOf) }];
    const body = this.#text.slice(proseStart(this.#text));
    const facts = this.#extractor.facts(body);
    this.#cutWhereAsked(changedFacts(this.#facts, facts));
    this.#facts = facts;
    return this.#fill(body);
  }

  /** Makes a gap of the parts that the edit touches: those that looked at its place, and those that it removes from. */
  #cut({ start, removed, text }: TextEdit): void {
    const end = start + removed;
    if (!(0 <= start && start <= end && end <= this.#text.length))
      throw errors.badInput(`an edit within ${this.#text.length} units`, `${start} to ${end}`);
    let first = -1;
    let last = -1;
    let at = 0;
    this.#items.forEach((item, i) => {
      const touches = isGap(item) ? at + item.length >= start : at + item.reach > start;
      if (first < 0 && touches) first = i;
      if (at < end) last = i;
      at += item.length;
    });
    const from = Math.max(0, first);
    const touched = this.#items.slice(from, Math.max(last, first) + 1);
    const beside = at - touched.reduce((sum, item) => sum + item.length, 0);
    this.#text = this.#text.slice(0, start) + text + this.#text.slice(end);
    const gap = { length: this.#text.length - beside, former: touched.flatMap(formerOf) };
    this.#items.splice(from, touched.length, gap);
  }

  #cutWhereAsked(changed: ReadonlySet<string>): void {
    if (changed.size === 0) return;
    this.#items = this.#items.map(item =>
      isGap(item) || ![...item.asked].some(name => changed.has(name))
        ? item
        : { length: item.length, former: [item] },
    );
  }

  /** Reads from each gap on, until a piece ends where a part that is left begins. */
  #fill(body: string): PartSplice[] {
    const splices: PartSplice[] = [];
    const parts: Part[] = [];
    let at = 0;
    for (let i = 0; i < this.#items.length; ) {
      const item = this.#items[i++];
      let end = at + item.length;
      if (isGap(item)) {
        const splice: PartSplice = { from: parts.length, former: [...item.former], fresh: [] };
        for (const part of this.#read(body, at)) {
          splice.fresh.push(part);
          at += part.length;
          for (; end < at; i++) {
            end += this.#items[i].length;
            for (const former of formerOf(this.#items[i])) splice.former.push(former);
          }
          if (end === at) break;
        }
        // One by one, here and above: a long text has more of them than a call takes arguments.
        for (const part of splice.fresh) parts.push(part);
        splices.push(splice);
      } else parts.push(item);
      at = end;
    }
    this.#items = [...parts];
    this.parts = parts;
    return splices;
  }

  *#read(body: string, at: number): Generator<Part> {
    const mark = this.#text.length - body.length;
    let start = at;
    for (const piece of this.#extractor.pieces(body, this.#facts, Math.max(0, at - mark))) {
      yield partOf(piece, start - mark);
      start = piece.end + mark;
    }
  }
}

/** `start` lies before the piece's own where the part begins with a byte-order mark. */
function partOf({ end, reach, asked, blocks }: Piece, start: number): Part {
  return {
    length: end - start,
    reach: reach - start,
    asked,
    blocks: blocks.filter(hasContent).map(block => ({ ...block, start: block.start - start })),
  };
}

function changedFacts(former: Facts, now: Facts): Set<string> {
  const changed = new Set<string>();
  for (const [name, value] of now) if (former.get(name) !== value) changed.add(name);
  for (const name of former.keys()) if (!now.has(name)) changed.add(name);
  return changed;
}
