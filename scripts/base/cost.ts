/** What a bundle costs: bytes, and time beside another bundle's. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Scorer } from '../../src/engine/scorer.ts';
import type { Segment } from '../../src/text/segment.ts';

const ROUNDS = 5;
/** Sentences a round. */
const SENTENCES = 2000;

/** Bytes of the folder's files. */
export function sizeOf(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

export interface Speed {
  /** Different sentences that were scored. */
  n: number;
  /** Milliseconds for a thousand of them, the quickest round. */
  ours: number;
  theirs: number;
  /** ours / theirs */
  ratio: number;
}

/**
 * The time that both take for the same sentences, in turns, so that whatever else the machine does slows both.
 * @param ours, theirs scorers that remember nothing
 */
export async function speedAgainst(
  ours: Pick<Scorer, 'score'>,
  theirs: Pick<Scorer, 'score'>,
  sentences: readonly Segment[],
  now: () => number = () => performance.now(),
): Promise<Speed> {
  const different = [...new Map(sentences.map(sentence => [sentence.text, sentence])).values()];
  const some = different.slice(0, SENTENCES);
  const time = async (scorer: Pick<Scorer, 'score'>) => {
    const start = now();
    await scorer.score(some);
    return ((now() - start) * 1000) / some.length;
  };
  // The first time compiles, and folds the words that occur.
  await time(ours);
  await time(theirs);
  const [mine, others]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    mine.push(await time(ours));
    others.push(await time(theirs));
  }
  const [a, b] = [Math.min(...mine), Math.min(...others)];
  return { n: some.length, ours: a, theirs: b, ratio: a / b };
}
