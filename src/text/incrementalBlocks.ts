import { errors } from '../base/errors.ts';
import { hasContent } from './blockSegments.ts';
import { detach } from './mask.ts';
import { type Block, type Extractor, type Piece, proseStart } from './prose.ts';

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
  readonly tells: readonly string[];
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

/** A piece in its text; where that begins with a byte-order mark, the first piece does, too. */
interface Placed extends Piece {
  /** From the piece's own offsets to the text's. */
  mark: number;
}

/** What takes a gap's place: pieces whose blocks are still to be read. */
interface Filling {
  readonly former: Part[];
  readonly pieces: Placed[];
}

const isGap = (item: Part | Gap): item is Gap => 'former' in item;
const formerOf = (item: Part | Gap): Part[] => (isGap(item) ? item.former : [item]);

/** A text and its blocks of prose; an edit reads again the pieces that depend on what it touches, and no other. */
export class IncrementalBlocks {
  readonly #extractor: Extractor;
  #text = '';
  /** What parts tell, and how many of them do. */
  readonly #told = new Map<string, number>();
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
    const list = this.#fill();
    return this.#finish(list, this.#tell(list));
  }

  /** Makes gaps of the parts that looked at the edit's place, and one of those that it stands in. */
  #cut({ start, removed, text }: TextEdit): void {
    const end = start + removed;
    if (!(0 <= start && start <= end && end <= this.#text.length))
      throw errors.badInput(`an edit within ${this.#text.length} units`, `${start} to ${end}`);
    const items: (Part | Gap)[] = [];
    const touched: (Part | Gap)[] = [];
    let from = 0;
    let at = 0;
    for (const item of this.#items) {
      if (at + item.length < start) {
        const looked = !isGap(item) && at + item.reach > start;
        items.push(looked ? { length: item.length, former: [item] } : item);
        from = items.length;
      } else if (at < end || touched.length === 0) touched.push(item);
      else items.push(item);
      at += item.length;
    }
    this.#text = this.#text.slice(0, start) + text + this.#text.slice(end);
    const others = at - touched.reduce((sum, { length }) => sum + length, 0);
    items.splice(from, 0, { length: this.#text.length - others, former: touched.flatMap(formerOf) });
    this.#items = items;
  }

  /** Reads from each gap on, until a piece ends where a part that is left begins. */
  #fill(): (Part | Filling)[] {
    const list: (Part | Filling)[] = [];
    let at = 0;
    for (let i = 0; i < this.#items.length; ) {
      const item = this.#items[i++];
      let end = at + item.length;
      if (isGap(item)) {
        const filling: Filling = { former: [...item.former], pieces: [] };
        for (const piece of this.#read(at)) {
          filling.pieces.push(piece);
          at = piece.end + piece.mark;
          for (; end < at; i++) {
            end += this.#items[i].length;
            // One by one, as below: a long text has more of them than a call takes arguments.
            for (const former of formerOf(this.#items[i])) filling.former.push(former);
          }
          if (end === at) break;
        }
        list.push(filling);
      } else list.push(item);
      at = end;
    }
    return list;
  }

  /** @returns what was told and is not any more, and the other way round */
  #tell(list: readonly (Part | Filling)[]): Set<string> {
    const more = new Map<string, number>();
    const add = (count: number) => (name: string) => void more.set(name, (more.get(name) ?? 0) + count);
    for (const item of list) {
      if (!('pieces' in item)) continue;
      for (const { tells } of item.former) tells.forEach(add(-1));
      for (const { tells } of item.pieces) tells?.forEach(add(1));
    }
    const changed = new Set<string>();
    for (const [name, count] of more) {
      const former = this.#told.get(name) ?? 0;
      if (former + count > 0) this.#told.set(name, former + count);
      else this.#told.delete(name);
      if (former > 0 !== former + count > 0) changed.add(name);
    }
    return changed;
  }

  /** Reads the blocks of new pieces, and those anew that asked for what changed. */
  #finish(list: readonly (Part | Filling)[], changed: ReadonlySet<string>): PartSplice[] {
    const splices: PartSplice[] = [];
    const parts: Part[] = [];
    let at = 0;
    for (const item of list) {
      let [former, pieces]: [Part[], Iterable<Placed>] = [[], []];
      if ('pieces' in item) ({ former, pieces } = item);
      else if (changed.size > 0 && [...item.asked].some(name => changed.has(name))) {
        const [piece] = this.#read(at);
        [former, pieces] = [[item], [piece]];
      } else {
        parts.push(item);
        at += item.length;
        continue;
      }
      const splice: PartSplice = { from: parts.length, former, fresh: [] };
      for (const piece of pieces) {
        const part = partOf(piece, at, this.#told);
        at += part.length;
        splice.fresh.push(part);
        parts.push(part);
      }
      splices.push(splice);
    }
    this.#items = parts;
    this.parts = parts;
    return splices;
  }

  *#read(at: number): Generator<Placed> {
    const mark = proseStart(this.#text);
    const body = this.#text.slice(mark);
    for (const piece of this.#extractor.pieces(body, Math.max(0, at - mark))) yield { ...piece, mark };
  }
}

/** @param at where it begins in the text */
function partOf(piece: Placed, at: number, told: ReadonlyMap<string, number>): Part {
  const { end, reach, mark, tells = [] } = piece;
  const asked = new Set<string>();
  const blocks = piece.blocks(name => {
    asked.add(name);
    return told.has(name);
  });
  const further = mark - at;
  return {
    length: end + further,
    reach: reach + further,
    tells,
    asked,
    blocks: blocks
      .filter(hasContent)
      .map(({ start, text, kinds }) => ({ start: start + further, text: detach(text), kinds })),
  };
}
