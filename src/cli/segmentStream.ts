/** From an input to located segments with what was made of them, as they are made. */
import { errors } from '../base/errors.ts';
import type { TextKind } from '../base/textKinds.ts';
import type { Scorer } from '../engine/scorer.ts';
import type { LocatedSegment, Place } from '../protocol/records.ts';
import type { TaskInfo } from '../protocol/scores.ts';
import { CODE_PIECE } from '../text/code.ts';
import { extractorFor, kindsOfText } from '../text/extractors.ts';
import { type Ignored, ignoredIn, isIgnored, NONE } from '../text/ignored.ts';
import { plain } from '../text/plain.ts';
import type { Segment } from '../text/segment.ts';
import { eachSegment, type SegmentOptions } from '../text/segments.ts';
import {
  type Block,
  blocksOf,
  type Cutter,
  cutAt,
  cutLines,
  LINES,
  MAX_RECORD,
  PARAGRAPHS,
  paragraphEnd,
} from './blocks.ts';
import { decoded } from './decode.ts';
import type { Input } from './inputs.ts';
import { LineCounter } from './lineCounter.ts';
import { MARKDOWN, markdownEnd } from './markdownBlocks.ts';
import { PIECES, pieceEnd } from './pieceBlocks.ts';
import { RunningMean } from './runningMean.ts';

export type Unit = 'sentence' | 'line' | 'document';

export interface StreamOptions {
  by: Unit;
  /** What the input is; by its language and the place where absent. */
  kind?: TextKind;
  /** Called with each piece of the input's bytes. */
  read(bytes: number): void;
  warn(warning: string): void;
}

export interface ScoredOptions extends StreamOptions {
  tasks: readonly TaskInfo[];
}

/** Segments that are scored, and so written, together: a second's work or two. */
const AT_ONCE = 512;

const cutWholeLines = cutLines(LINES);
const cutParagraphs = cutAt(paragraphEnd, PARAGRAPHS);
const cutMarkdown = cutAt(markdownEnd, MARKDOWN);
/** Where the text is cut that is read whole. */
const cutEntire = cutAt((text, from) => text.indexOf('\n', from) + 1 || -1, {
  min: CODE_PIECE,
  max: 2 * CODE_PIECE,
});

/** The input's segments in order, some at a time, with their scores. */
export function scoredSegments(
  input: Input,
  scorer: Scorer,
  options: ScoredOptions,
): AsyncGenerator<LocatedSegment[]> {
  const tasks = options.tasks.map(({ id }) => id);
  return locatedSegments(input, options, segments => scorer.score(segments, { tasks }));
}

/**
 * The input's segments in order, some at a time.
 * @param read what is made of each: same length and order
 */
export async function* locatedSegments<T>(
  input: Input,
  options: StreamOptions,
  read: (segments: readonly Segment[]) => Promise<readonly T[]>,
): AsyncGenerator<(T & Place)[]> {
  const byLine = options.by === 'line';
  // A line is scored as it stands, whatever the file is.
  const languageId = byLine ? 'plaintext' : input.languageId;
  const by = byLine ? 'line' : 'sentence';
  const lines = new LineCounter();
  let ignored = NONE;
  for await (const block of readBlocks(input, languageId, options)) {
    if (!byLine) ignored = ignoredIn(block.text, ignored.open);
    const found = segmentsOf(block, { languageId, by, kind: options.kind }, ignored);
    for await (const [segments, made] of oneAhead(found, read)) {
      yield segments.map(({ start: from, end: to, language }, n) => {
        const start = from + block.start;
        const end = to + block.start;
        const text = block.text.slice(from, to);
        return { ...made[n], start, end, ...lines.position(block, start), text, language };
      });
    }
    lines.position(block, block.start + block.text.length);
  }
}

/**
 * `work` on each of `items`, in order. The next item is looked for while the one before is worked on, which another
 * thread may be at.
 */
async function* oneAhead<T, R>(
  items: Iterable<T>,
  work: (item: T) => Promise<R>,
): AsyncGenerator<[item: T, made: R]> {
  let before: [item: T, making: Promise<R>] | undefined;
  for (const item of items) {
    const making = work(item);
    // Who takes it hears of it; nobody may.
    making.catch(() => undefined);
    if (before !== undefined) yield [before[0], await before[1]];
    before = [item, making];
  }
  if (before !== undefined) yield [before[0], await before[1]];
}

/** The whole input as one segment: its scores are the mean over its sentences. */
export async function scoredDocument(
  input: Input,
  scorer: Scorer,
  options: ScoredOptions,
): Promise<LocatedSegment> {
  const mean = new RunningMean(options.tasks);
  const text = await readDocument(input, options, async segments => {
    mean.add(await scorer.score(segments, { tasks: mean.tasks.map(({ id }) => id) }));
  });
  // Nothing but white space, code or HTML: the task says that it does not know, as on a line of white space.
  const nothing = {
    start: 0,
    end: text.length,
    text: '',
    language: 'und',
    kinds: kindsOfText(input.languageId, options.kind),
  };
  const [unread] = await scorer.score([nothing], { tasks: mean.tasks.map(({ id }) => id) });
  const { language, tokens } = mean;
  return {
    start: 0,
    end: text.length,
    line: 1,
    column: 1,
    text,
    language,
    tokens,
    scores: { ...unread.scores, ...mean.scores() },
  };
}

/** Hands the input's sentences to `read`, some at a time. @returns its text, whole */
export async function readDocument(
  input: Input,
  options: StreamOptions,
  read: (segments: readonly Segment[]) => Promise<void>,
): Promise<string> {
  const { languageId } = input;
  const { kind } = options;
  const texts: string[] = [];
  let ignored = NONE;
  for await (const block of readBlocks(input, languageId, options)) {
    texts.push(block.text);
    if (block.start + block.text.length > MAX_RECORD) throw tooLong(input, options.by);
    ignored = ignoredIn(block.text, ignored.open);
    for (const segments of segmentsOf(block, { languageId, kind }, ignored)) await read(segments);
  }
  return texts.join('');
}

/**
 * The block's segments but for those that comments take out, some at a time.
 * A byte-order mark of the block's own, where files were joined, is text: `eachSegment` gets one to leave out.
 */
function* segmentsOf(block: Block, options: SegmentOptions, ignored: Ignored): Generator<Segment[]> {
  let some: Segment[] = [];
  for (const found of eachSegment(`\uFEFF${block.text}`, options)) {
    const segment = { ...found, start: found.start - 1, end: found.end - 1 };
    if (isIgnored(segment, ignored)) continue;
    some.push(segment);
    if (some.length < AT_ONCE) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}

function readBlocks(input: Input, languageId: string, options: StreamOptions): AsyncGenerator<Block> {
  const bytes = counted(input.bytes(), options.read);
  return blocksOf(
    decoded(bytes, input.name, input.encoding, options.warn),
    cutterFor(languageId, options.by),
    () => tooLong(input, options.by),
  );
}

function cutterFor(languageId: string, by: Unit): Cutter {
  if (by === 'line') return cutWholeLines;
  if (languageId === 'markdown') return cutMarkdown;
  const extractor = extractorFor(languageId);
  if (extractor === plain) return cutParagraphs;
  return extractor.entire ? cutEntire : cutAt((text, from) => pieceEnd(extractor, text, from), PIECES);
}

async function* counted(
  source: AsyncIterable<Uint8Array>,
  read: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const bytes of source) {
    read(bytes.length);
    yield bytes;
  }
}

function tooLong(input: Input, by: Unit): Error {
  const most = `at most ${MAX_RECORD.toLocaleString('en')} UTF-16 units in a ${by}`;
  return errors.badInput(most, 'more', input.name);
}
