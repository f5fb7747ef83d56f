import { BoundedMap } from '../base/boundedMap.ts';

/** What a model says of a text, whatever is asked of it: every task's answer, and what abstaining depends on. */
export interface Reading {
  /** How many tokens the model read. */
  tokens: number;
  /** As in {@link Encoded}. */
  words: number;
  known: number;
  /** Calibrated, by the task's position in the manifest; shared, never to be changed. */
  probabilities: number[][];
}

/** Some 20,000 sentences: more than a long document has. */
const MOST_BYTES = 8e6;

/**
 * A model's readings by text. Nothing else decides them: all tasks are read at once, for the encoder is most of the
 * work, and language, kinds and thresholds only decide who abstains. An entry counts as its text, two bytes a UTF-16
 * unit, its numbers, and what V8 adds for a map's slot (64) and an array of numbers (48).
 */
export function readingsByText(most = MOST_BYTES): BoundedMap<Reading> {
  return new BoundedMap(most, (text, { probabilities }) =>
    probabilities.reduce((sum, labels) => sum + 48 + 8 * labels.length, 64 + 2 * text.length),
  );
}
