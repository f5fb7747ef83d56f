import { join } from 'node:path';
import { openScorerIn } from '../../src/engine/node/openScorerIn.ts';
import { segmentText } from '../../src/text/segments.ts';
import type { Open } from '../contest/contestant.ts';
import { type MarkdownOptions, markdownContestant } from '../markdown/contestant.ts';
import { wasmPath } from './backend.ts';

/** The base model, as the editor's scoring worker runs it. */
const open: Open<MarkdownOptions> = async options => {
  const base = join(import.meta.dirname, '../../models/base');
  // Every turn reads the text anew: what was read is not kept.
  const { precision, threads = 1 } = options;
  const scorer = await openScorerIn(base, {
    backend: 'wasm',
    precision,
    wasmPath,
    native: false,
    threads,
    remember: 0,
  });
  const tasks = scorer.model.tasks.map(({ id }) => id).slice(0, options.tasks);
  return markdownContestant(
    options,
    text => segmentText(text, { languageId: 'markdown' }),
    async segments => {
      const scored = await scorer.score(segments, { tasks });
      return scored.flatMap(({ scores }) => tasks.flatMap(id => scores[id].probabilities));
    },
  );
};
export default open;
