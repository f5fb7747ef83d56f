import type { BundleFiles } from '../../model/bundleContent.ts';
import type { Precision } from '../../protocol/scores.ts';
import type { Reading } from '../readings.ts';

/** What the second thread is given: the files that were read once, so that both have the same model whatever becomes of the folder. */
export interface ReaderData {
  files: BundleFiles;
  location: string;
  precision: Precision;
  /** The folder that holds the .wasm files. */
  wasmPath: string;
}

/** What the second thread does. */
export interface ReadingService {
  /** Resolves once the model is open. */
  open(): Promise<void>;
  read(texts: readonly string[]): Promise<PackedReadings>;
}

/** Readings as two arrays, in the order of the texts: objects would take longer to copy than to make. */
export interface PackedReadings {
  /** [texts][3]: tokens, words, known */
  counts: Int32Array;
  /** [texts][labels of all tasks] */
  probabilities: Float64Array;
}

export function packReadings(readings: readonly Reading[]): PackedReadings {
  const counts = new Int32Array(3 * readings.length);
  const width = readings.at(0)?.probabilities.reduce((sum, { length }) => sum + length, 0) ?? 0;
  const probabilities = new Float64Array(width * readings.length);
  let at = 0;
  readings.forEach((reading, n) => {
    counts.set([reading.tokens, reading.words, reading.known], 3 * n);
    for (const numbers of reading.probabilities) for (const number of numbers) probabilities[at++] = number;
  });
  return { counts, probabilities };
}

/** @param labels how many each task has */
export function unpackReadings(
  { counts, probabilities }: PackedReadings,
  labels: readonly number[],
): Reading[] {
  let at = 0;
  return Array.from({ length: counts.length / 3 }, (_, n) => ({
    tokens: counts[3 * n],
    words: counts[3 * n + 1],
    known: counts[3 * n + 2],
    probabilities: labels.map(count => {
      const numbers = new Array<number>(count);
      for (let k = 0; k < count; k++) numbers[k] = probabilities[at++];
      return numbers;
    }),
  }));
}
