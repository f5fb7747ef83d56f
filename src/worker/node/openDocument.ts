import { spliceBetween } from '../../base/splice.ts';
import type { ScoreOptions, Scorer } from '../../engine/scorer.ts';
import type { ScoredSegment } from '../../protocol/scores.ts';
import type { AnalyzeReply, Span, TextEdit } from '../../protocol/worker.ts';
import { type Ignored, ignoredIn, isIgnored } from '../../text/ignored.ts';
import type { Segment } from '../../text/segment.ts';
import { SegmentedDocument } from '../../text/segmentedDocument.ts';

/** Segments that are scored together, on two threads where there are so many: a cancel loses no more than these. */
const AT_ONCE = 1024;

/** A segment's text and what was said of it. The same object for as long as both are, wherever the segment moves. */
interface Cell {
  readonly key: string;
  answer?: Pick<ScoredSegment, 'tokens' | 'scores'>;
}

/** The list that a reply led to. */
interface Sent {
  readonly version: number;
  readonly cells: readonly { cell: Cell; segment: Segment }[];
  /** UTF-16 units of the text. */
  readonly length: number;
}

const NOTHING: Sent = { version: -1, cells: [], length: 0 };

/** A document in the editor, its segments, and their scores as far as they are known. */
export class OpenDocument {
  readonly languageId: string;
  readonly #document: SegmentedDocument;
  #version: number;
  #ignored: Ignored;
  /** One a segment; one for several where they say the same. */
  #cells: readonly Cell[];
  /** Who gave the scores, and what was asked. */
  #scorer: Scorer | undefined;
  #question = '';
  /** Of the two replies that the caller may know: the last one, and the one that it took before that. */
  #sent: readonly Sent[] = [];

  constructor(text: string, languageId: string, version: number) {
    this.languageId = languageId;
    this.#document = new SegmentedDocument(text, languageId);
    this.#cells = this.#document.segments.map(segment => ({ key: keyOf(segment) }));
    this.#ignored = ignoredIn(text);
    this.#version = version;
  }

  get version(): number {
    return this.#version;
  }

  /** UTF-16 units of the text. */
  get length(): number {
    return this.#document.text.length;
  }

  /** Whether `reply` can tell what changed since the reply of that version. */
  remembers(version: number | undefined): boolean {
    return version === undefined || this.#sent.some(sent => sent.version === version);
  }

  /** The segment that has just this span. */
  segmentAt({ start, end }: Span): Segment | undefined {
    return this.#document.segments.find(segment => segment.start === start && segment.end === end);
  }

  edit(edits: readonly TextEdit[], version: number): void {
    for (const { from, removed, added } of this.#document.edit(edits)) {
      const gone = this.#cells.slice(from, from + removed);
      const known = new Map(gone.map(cell => [cell.key, cell]));
      const cells = added.map(segment => known.get(keyOf(segment)) ?? { key: keyOf(segment) });
      this.#cells = [...this.#cells.slice(0, from), ...cells, ...this.#cells.slice(from + removed)];
    }
    this.#ignored = ignoredIn(this.#document.text);
    this.#version = version;
  }

  /**
   * Scores what has no score yet by `scorer` for what is asked. The document may be edited meanwhile.
   * @returns how many segments that were.
   */
  async score(scorer: Scorer, { signal, progress, ...asked }: ScoreOptions): Promise<number> {
    const question = JSON.stringify(asked);
    if (this.#scorer !== scorer || this.#question !== question)
      this.#cells = this.#cells.map(({ key }) => ({ key }));
    this.#scorer = scorer;
    this.#question = question;
    const waiting = new Map<Cell, Segment>();
    for (const { cell, segment } of this.#shown()) if (cell.answer === undefined) waiting.set(cell, segment);
    const cells = [...waiting.keys()];
    const texts = [...waiting.values()];
    for (let from = 0; from < texts.length; from += AT_ONCE) {
      const scored = await scorer.score(texts.slice(from, from + AT_ONCE), {
        ...asked,
        signal,
        progress: done => progress?.(from + done, texts.length),
      });
      scored.forEach(({ tokens, scores }, i) => {
        cells[from + i].answer = { tokens, scores };
      });
    }
    return texts.length;
  }

  /** What leads from the reply that is `known` to the segments as they are now, all of which have scores. */
  reply(known: number | undefined): Omit<AnalyzeReply, 'model' | 'scored'> {
    const former = this.#sent.find(({ version }) => version === known) ?? NOTHING;
    const cells = this.#shown();
    const now: Sent = { version: this.#version, cells, length: this.length };
    this.#sent = [former, now];
    const shift = now.length - former.length;
    const at = (by: number) => (a: Sent['cells'][0], b: Sent['cells'][0]) =>
      a.cell === b.cell && a.segment.start + by === b.segment.start && a.segment.end + by === b.segment.end;
    const { from, removed, added } = spliceBetween(former.cells, cells, at(0), at(shift));
    const changed = cells
      .slice(from, from + added)
      .map(({ cell, segment: { start, end, text, language } }) => {
        const { tokens = 0, scores = {} } = cell.answer ?? {};
        return { start, end, text, language, tokens, scores };
      });
    return { version: now.version, from, removed, added: changed, shift };
  }

  /** The segments that no comment takes out. */
  #shown(): { cell: Cell; segment: Segment }[] {
    const { segments } = this.#document;
    const all = this.#cells.map((cell, i) => ({ cell, segment: segments[i] }));
    if (this.#ignored.spans.length === 0) return all;
    return all.filter(({ segment }) => !isIgnored(segment, this.#ignored));
  }
}

/** All that a score depends on. */
function keyOf({ language, kinds, text }: Segment): string {
  return `${language}\n${kinds}\n${text}`;
}
