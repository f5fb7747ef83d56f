import type { PrecisionChoice } from '../../src/protocol/scores.ts';
import type { Contestant } from '../contest/contestant.ts';
import { MEGABYTE, readmes } from './readmes.ts';

export interface MarkdownOptions {
  /** A megabyte when absent. */
  bytes?: number;
  /** How many of the model's tasks; all when absent. */
  tasks?: number;
  /** Of our engine; what the model says when absent. */
  precision?: PrecisionChoice;
  /** Of our engine; one when absent. */
  threads?: number;
}

/**
 * Text to scores, in two parts.
 * @param segment finds the prose and its sentences
 * @param score the probabilities of every task for every segment, in the manifest's order
 */
export function markdownContestant<S>(
  { bytes = MEGABYTE }: MarkdownOptions,
  segment: (text: string) => readonly S[],
  score: (segments: readonly S[]) => Promise<number[]>,
): Contestant {
  const text = readmes(bytes);
  let parts = '';
  const run = async () => {
    const started = performance.now();
    const segments = segment(text);
    const segmented = performance.now();
    const probabilities = await score(segments);
    const ended = performance.now();
    const seconds = (from: number, to: number) => `${((to - from) / 1000).toFixed(2)} s`;
    parts = `${segments.length} segments in ${seconds(started, segmented)}, scores in ${seconds(segmented, ended)}`;
    return probabilities;
  };
  return {
    outputs: async () => Float32Array.from(await run()),
    run: async () => void (await run()),
    note: () => parts,
  };
}
