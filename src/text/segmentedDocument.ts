import type { TextKind } from '../base/textKinds.ts';
import { bySentence, languageSample } from './blockSegments.ts';
import { extractorFor, kindOfLanguage } from './extractors.ts';
import { IncrementalBlocks, type Part, type TextEdit } from './incrementalBlocks.ts';
import { detectLanguage } from './language.ts';
import type { Block } from './prose.ts';
import type { Segment } from './segment.ts';

/**
 * In a list of segments, `removed` from the index `from` on give way to `added`; those behind are the same, `shift`
 * UTF-16 units further on in the text.
 */
export interface SegmentSplice {
  from: number;
  removed: number;
  added: Segment[];
  shift: number;
}

/** `former` parts gave way to `fresh` ones. */
interface Change {
  from: number;
  former: readonly Part[];
  fresh: readonly Part[];
}

/**
 * A text and its segments, which follow edits. They are those of `segmentText` by sentence, which is the oracle; an
 * edit costs what the paragraphs cost that it touches. Their language is told from the text's beginning: an edit there
 * may change it, and segments the whole text anew.
 */
export class SegmentedDocument {
  readonly #blocks: IncrementalBlocks;
  readonly #kind: TextKind | undefined;
  /** How many segments a part has. */
  readonly #counts = new WeakMap<Part, number>();
  #sample = '';
  #language = detectLanguage('');
  #segments: readonly Segment[] = [];

  constructor(text: string, languageId: string) {
    this.#kind = kindOfLanguage(languageId);
    this.#blocks = new IncrementalBlocks(extractorFor(languageId));
    this.edit([{ start: 0, removed: 0, text }]);
  }

  get text(): string {
    return this.#blocks.text;
  }

  /** In document order; another array after each edit. */
  get segments(): readonly Segment[] {
    return this.#segments;
  }

  /**
   * Edits the text, one edit after another, each in the text that the former left. Rejects edits outside of it.
   * @returns splices, to apply to the former segments one after another, each further on in the list.
   */
  edit(edits: readonly TextEdit[]): SegmentSplice[] {
    const former = this.#blocks.parts;
    const changes = this.#blocks.edit(edits);
    const whole = { from: 0, former, fresh: this.#blocks.parts };
    return this.#apply(this.#updateLanguage() ? [whole] : changes);
  }

  /** Whether it is another one now. */
  #updateLanguage(): boolean {
    const sample = languageSample(blocksOf(this.#blocks.parts));
    if (sample === this.#sample) return false;
    this.#sample = sample;
    const language = detectLanguage(sample);
    if (language === this.#language) return false;
    this.#language = language;
    return true;
  }

  #apply(changes: readonly Change[]): SegmentSplice[] {
    const former = this.#segments;
    const now: Segment[] = [];
    const splices: SegmentSplice[] = [];
    let part = 0;
    let at = 0;
    let shift = 0;
    let next = 0; // of the former segments
    const keep = (end: number) => {
      for (; next < end; next++) now.push(shift === 0 ? former[next] : moved(former[next], shift));
    };
    for (const { from, former: gone, fresh } of changes) {
      let kept = next;
      for (; part < from; part++) {
        at += this.#blocks.parts[part].length;
        kept += this.#count(this.#blocks.parts[part]);
      }
      keep(kept);
      const end = gone.reduce((sum, one) => sum + this.#count(one), next);
      const added = fresh.flatMap(one => {
        const segments = one.blocks.flatMap(block =>
          bySentence({ ...block, start: at + block.start }, this.#language, this.#kind),
        );
        this.#counts.set(one, segments.length);
        at += one.length;
        return segments;
      });
      part += fresh.length;
      const further = lengthOf(fresh) - lengthOf(gone);
      const splice = trimmed(former.slice(next, end), added, shift, further);
      if (splice.removed > 0 || splice.added.length > 0 || further !== 0)
        splices.push({ ...splice, from: now.length + splice.from });
      for (const segment of added) now.push(segment);
      next = end;
      shift += further;
    }
    keep(former.length);
    this.#segments = now;
    return splices;
  }

  #count(part: Part): number {
    return this.#counts.get(part) ?? 0;
  }
}

function* blocksOf(parts: readonly Part[]): Generator<Block> {
  for (const { blocks } of parts) yield* blocks;
}

function moved({ start, end, text, language, kinds }: Segment, shift: number): Segment {
  return { start: start + shift, end: end + shift, text, language, kinds };
}

const lengthOf = (parts: readonly Part[]) => parts.reduce((sum, { length }) => sum + length, 0);

/** Without the sentences that are the same at both ends: `former` were moved by `shift` so far, and by `further` here. */
function trimmed(
  former: readonly Segment[],
  added: Segment[],
  shift: number,
  further: number,
): SegmentSplice {
  const same = (i: number, j: number, by: number) => {
    const [a, b] = [former[i], added[j]];
    return (
      a.start + by === b.start &&
      a.end + by === b.end &&
      a.text === b.text &&
      a.language === b.language &&
      a.kinds === b.kinds
    );
  };
  const shorter = Math.min(former.length, added.length);
  let from = 0;
  while (from < shorter && same(from, from, shift)) from++;
  let tail = 0;
  while (tail < shorter - from && same(former.length - 1 - tail, added.length - 1 - tail, shift + further))
    tail++;
  return {
    from,
    removed: former.length - from - tail,
    added: added.slice(from, added.length - tail),
    shift: further,
  };
}
