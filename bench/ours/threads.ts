import { join } from 'node:path';
import { scoredSegments } from '../../src/cli/segmentStream.ts';
import { openScorerIn } from '../../src/engine/node/openScorerIn.ts';
import type { LocatedSegment } from '../../src/protocol/records.ts';
import { segmentText } from '../../src/text/segments.ts';
import type { Open } from '../contest/contestant.ts';
import { MEGABYTE, readmes } from '../markdown/readmes.ts';
import { wasmPath } from './backend.ts';

export interface ThreadsOptions {
  threads: number;
  /** The scores of sentences that are known, or text to scores as the command line has it, some sentences at a time. */
  work: 'scores' | 'text';
}

/** The base model on one thread, or on two. */
const open: Open<ThreadsOptions> = async ({ threads, work }) => {
  const base = join(import.meta.dirname, '../../models/base');
  const options = { backend: 'wasm', wasmPath, native: false, threads, remember: 0 } as const;
  const scorer = await openScorerIn(base, options);
  const text = readmes(MEGABYTE);
  const segments = segmentText(text, { languageId: 'markdown' });
  const input = {
    name: 'readmes.md',
    languageId: 'markdown',
    size: text.length,
    async *bytes() {
      yield Buffer.from(text);
    },
  };
  const { tasks } = scorer.model;
  const stream = { by: 'sentence', tasks, read() {}, warn() {} } as const;
  const run = async () => {
    if (work === 'scores') return scorer.score(segments);
    const all: LocatedSegment[] = [];
    for await (const some of scoredSegments(input, scorer, stream)) all.push(...some);
    return all;
  };
  return {
    outputs: async () =>
      Float32Array.from(
        (await run()).flatMap(({ scores }) => tasks.flatMap(({ id }) => scores[id].probabilities)),
      ),
    run: async () => void (await run()),
  };
};
export default open;
