/** From the comments of program code to blocks of prose. */
import { linesOf, type Slice } from './commentLines.ts';
import type { Span } from './grammars.ts';
import { markdown } from './markdown.ts';
import { type Block, blocksOf } from './prose.ts';

/** What a comment begins with where it ends with its line. */
const LINE_MARK = /^(?:\/\/+[!<]*|#+|;+|--+)/;

/** Line comments of one mark in one column, on lines that follow each other, make one run; every other is its own. */
export function* runsOf(source: string, comments: readonly Span[]): Generator<Span[]> {
  let run: Span[] = [];
  for (const { start, end } of comments) {
    const comment = { start, end: start + source.slice(start, end).trimEnd().length };
    const last = run.at(-1);
    if (last !== undefined && !continues(source, last, comment)) {
      yield run;
      run = [];
    }
    run.push(comment);
  }
  if (run.length > 0) yield run;
}

function continues(source: string, before: Span, comment: Span): boolean {
  const between = source.slice(before.end, comment.start);
  const mark = markOf(source, comment);
  return (
    mark !== undefined &&
    mark === markOf(source, before) &&
    /^[ \t]*\r?\n[ \t]*$/.test(between) &&
    columnOf(source, before) === columnOf(source, comment)
  );
}

const markOf = (source: string, { start, end }: Span) => LINE_MARK.exec(source.slice(start, end))?.[0];
const columnOf = (source: string, { start }: Span) => start - (source.lastIndexOf('\n', start - 1) + 1);

/** A slice, and its offset into the page that is read. */
type Placed = Slice & { at: number };

/**
 * What a run says, as Markdown, which most languages' tools take it for. A page that begins with a line break has no
 * front matter.
 */
export function* proseOf(source: string, run: readonly Span[]): Generator<Block> {
  const slices = linesOf(source, run);
  if (slices.every(({ text }) => text === '')) return;
  let page = '';
  const placed = slices.map(slice => {
    page += slice.opens ? '\n\n' : '\n';
    const at = page.length;
    page += slice.text;
    return { ...slice, at };
  });
  let first = 0;
  for (const block of blocksOf(markdown, page)) {
    while (placed[first].at + placed[first].text.length < block.start) first++;
    yield inSource(block, placed, first);
  }
}

/** The block where it stands in the source: between its lines there are breaks, indentation and marks, all blank. */
function inSource({ start, text, kinds }: Block, placed: readonly Placed[], first: number): Block {
  const end = start + text.length;
  const moved: Block = { start: placed[first].start + start - placed[first].at, text: '', kinds };
  for (let i = first; i < placed.length && placed[i].at < end; i++) {
    const slice = placed[i];
    const part = text.slice(Math.max(0, slice.at - start), slice.at + slice.text.length - start);
    const at = slice.start + Math.max(0, start - slice.at);
    moved.text = moved.text.padEnd(at - moved.start) + part;
  }
  return moved;
}
