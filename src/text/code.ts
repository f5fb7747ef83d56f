import { proseOf, runsOf } from './comments.ts';
import { commentsOf } from './grammars.ts';
import type { Extractor, Piece } from './prose.ts';

/** UTF-16 units that are parsed at once: a tree takes some thirty bytes a unit. */
export const CODE_PIECE = 2_000_000;

/** Program code, whose comments are prose. Its grammar has been loaded before. */
export function code(languageId: string): Extractor {
  return {
    entire: true,
    facts: () => new Map(),
    *pieces(text, _facts, from) {
      for (let start = from; start < text.length; ) {
        const end = parsedEnd(text, start);
        yield* parsedPieces(text, start, end, languageId);
        start = end;
      }
    },
  };
}

/** A piece is a comment with the code before it. All look at all that is parsed: any quotation mark may end them. */
function* parsedPieces(text: string, from: number, to: number, languageId: string): Generator<Piece> {
  const source = text.slice(from, to);
  const asked = new Set<string>();
  const piece = (start: number, end: number): Piece => {
    return { start, end, reach: to < text.length ? to : to + 1, asked, blocks: [] };
  };
  let start = from;
  for (const run of runsOf(source, commentsOf(source, languageId))) {
    const next = piece(start, from + run[run.length - 1].end);
    for (const block of proseOf(source, run)) next.blocks.push({ ...block, start: from + block.start });
    yield next;
    start = next.end;
  }
  if (start < to) yield piece(start, to);
}

function parsedEnd(text: string, start: number): number {
  const newline = text.indexOf('\n', start + CODE_PIECE);
  return newline < 0 ? text.length : newline + 1;
}
