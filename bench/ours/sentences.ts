import { join } from 'node:path';
import { openScorerIn } from '../../src/engine/node/openScorerIn.ts';
import { segmentText } from '../../src/text/segments.ts';
import type { Open } from '../contest/contestant.ts';
import { MEGABYTE, readmes } from '../markdown/readmes.ts';
import { wasmPath } from './backend.ts';

/** Different sentences of the READMEs, from all over them. */
export function sentencesOf(count: number) {
  const found = new Map(
    segmentText(readmes(MEGABYTE), { languageId: 'markdown' }).map(one => [one.text, one]),
  );
  const all = [...found.values()];
  return Array.from(
    { length: Math.min(count, all.length) },
    (_, n) => all[Math.floor((n * all.length) / count)],
  );
}

/** Sentences to every task's scores by the base model, on one thread. */
const open: Open<{ count: number }> = async ({ count }) => {
  const base = join(import.meta.dirname, '../../models/base');
  const options = { backend: 'wasm', wasmPath, native: false, threads: 1, remember: 0 } as const;
  const scorer = await openScorerIn(base, options);
  const sentences = sentencesOf(count);
  return {
    outputs: async () =>
      Float32Array.from(
        (await scorer.score(sentences)).flatMap(({ scores }) =>
          Object.values(scores).flatMap(({ probabilities }) => probabilities),
        ),
      ),
    run: async () => void (await scorer.score(sentences)),
    note: () => `${scorer.model.tasks.length} tasks`,
  };
};
export default open;
