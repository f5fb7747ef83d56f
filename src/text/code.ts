import { proseOf, runsOf } from './comments.ts';
import { commentsOf } from './grammars.ts';
import type { Extractor, Piece } from './prose.ts';

/** UTF-16 units that are parsed at once: a tree takes some thirty bytes a unit. */
export const CODE_PIECE = 2_000_000;

/** Program code, whose comments are prose. Its grammar has been loaded before. */
export function code(languageId: string): Extractor {
  return {
    entire: true,
    *pieces(text, from) {
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
  const reach = to < text.length ? to : to + 1;
  let start = from;
  for (const run of runsOf(source, commentsOf(source, languageId))) {
    const end = from + run[run.length - 1].end;
    const blocks = () => Array.from(proseOf(source, run), block => ({ ...block, start: from + block.start }));
    yield { start, end, reach, blocks };
    start = end;
  }
  if (start < to) yield { start, end: to, reach, blocks: () => [] };
}

function parsedEnd(text: string, start: number): number {
  const newline = text.indexOf('\n', start + CODE_PIECE);
  return newline < 0 ? text.length : newline + 1;
}
