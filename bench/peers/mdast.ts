import type { Open } from '../contest/contestant.ts';
import type { MarkdownOptions } from '../markdown/contestant.ts';
import { MEGABYTE, readmes } from '../markdown/readmes.ts';
import { load, type Mdast } from '../packages.ts';

/** Text to mdast's tree, with GFM: no sentences, no languages. */
const open: Open<MarkdownOptions> = async ({ bytes = MEGABYTE }) => {
  const { fromMarkdown } = await load<Mdast>('mdast-util-from-markdown');
  const { gfmFromMarkdown } = await load<{ gfmFromMarkdown(): object }>('mdast-util-gfm');
  const { gfm } = await load<{ gfm(): object }>('micromark-extension-gfm');
  const options = { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] };
  const text = readmes(bytes);
  return {
    outputs: async () => {
      const headings = fromMarkdown(text, options).children.filter(({ type }) => type === 'heading');
      return Float32Array.from(headings.flatMap(({ position, depth = 0 }) => [position.start.offset, depth]));
    },
    run: async () => void fromMarkdown(text, options),
  };
};
export default open;
