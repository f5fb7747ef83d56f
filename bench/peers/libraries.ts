import type { Open } from '../contest/contestant.ts';
import { type MarkdownOptions, markdownContestant } from '../markdown/contestant.ts';
import { load, type MarkdownNode, type Mdast } from '../packages.ts';
import { stockScorer } from './tfjsMarkdown.ts';

/** Blocks of prose. */
const PROSE = ['paragraph', 'heading', 'tableCell'];

/**
 * The pipeline that libraries make: mdast-util-from-markdown with GFM, Intl.Segmenter, and TensorFlow.js with stock layers
 * and the weights of the base model. Its sentences are its own.
 */
const open: Open<MarkdownOptions> = async options => {
  const { fromMarkdown } = await load<Mdast>('mdast-util-from-markdown');
  const { gfmFromMarkdown } = await load<{ gfmFromMarkdown(): object }>('mdast-util-gfm');
  const { gfm } = await load<{ gfm(): object }>('micromark-extension-gfm');
  const extensions = { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] };
  const sentences = new Intl.Segmenter('en', { granularity: 'sentence' });
  const segment = (text: string) =>
    [...blocks(fromMarkdown(text, extensions))]
      .flatMap(block => [...sentences.segment(wordsOf(block))])
      .map(({ segment }) => ({ text: segment.trim() }))
      .filter(({ text }) => text !== '');
  return markdownContestant(options, segment, await stockScorer());
};
export default open;

function* blocks(node: MarkdownNode): Generator<MarkdownNode> {
  if (PROSE.includes(node.type)) yield node;
  else for (const child of node.children ?? []) yield* blocks(child);
}

function wordsOf({ type, value = '', children = [] }: MarkdownNode): string {
  return type === 'text' ? value : children.map(wordsOf).join('');
}
