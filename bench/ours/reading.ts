import { headingsOf } from '../../src/text/headings.ts';
import { segmentText } from '../../src/text/segments.ts';
import type { Open } from '../contest/contestant.ts';
import type { MarkdownOptions } from '../markdown/contestant.ts';
import { MEGABYTE, readmes } from '../markdown/readmes.ts';

/** Text to sentences with their languages. What the language detector said is kept for a few paragraphs alone. */
const open: Open<MarkdownOptions> = async ({ bytes = MEGABYTE }) => {
  const text = readmes(bytes);
  let segments = 0;
  return {
    outputs: async () =>
      Float32Array.from(headingsOf(text, 'markdown').flatMap(({ start, level }) => [start, level])),
    run: async () => {
      segments = segmentText(text, { languageId: 'markdown' }).length;
    },
    note: () => `${segments} sentences`,
  };
};
export default open;
