/** Prose in components: HTML with expressions. */
import { braceEnd, FILLER, mustacheEnd, withoutExpressions } from './expressions.ts';
import { type Dialect, htmlPieces } from './html.ts';
import type { Extractor, Told } from './prose.ts';

/** Of a single-file component the template. */
export const vue: Extractor = component(mustacheEnd, { selfClosing: true, root: 'template' });

export const svelte: Extractor = component(braceEnd, { selfClosing: true });

function component(endOf: (text: string, start: number) => number, dialect: Dialect): Extractor {
  return {
    // What a brace opens may end anywhere.
    entire: true,
    *pieces(text, from) {
      for (const piece of htmlPieces(withoutExpressions(text, endOf), from, dialect)) {
        const blocks = (told: Told) =>
          piece.blocks(told).map(block => ({ ...block, text: block.text.replaceAll(FILLER, ' ') }));
        yield { ...piece, blocks };
      }
    },
  };
}
