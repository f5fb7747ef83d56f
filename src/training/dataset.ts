import type { TextEncoder } from '../model/textEncoder.ts';
import type { Example, TaskData } from './examples.ts';
import type { EncodedSentences, SentenceData } from './sentences.ts';

/** A labelled text as the network reads it. */
export interface EncodedExample {
  ids: Int32Array;
  /** An index into the task's labels. */
  label: number;
}

export interface EncodedTask {
  id: string;
  labels: string[];
  train: EncodedExample[];
  validation: EncodedExample[];
  test: EncodedExample[];
  /** Examples an epoch at most, where the task says so itself. */
  perEpoch?: number;
}

/** @param maxLength tokens of a text at most */
export function encodeExamples(
  examples: readonly Pick<Example, 'text' | 'label'>[],
  encoder: TextEncoder,
  maxLength: number,
): EncodedExample[] {
  const texts = examples.map(({ text }) => text);
  return encodeTexts(texts, encoder, maxLength).map((ids, n) => ({ ids, label: examples[n].label }));
}

/**
 * Each text's ids, all in one buffer: half a million buffers are a seventh of a training step's time, which the garbage
 * collector takes to walk them.
 */
function encodeTexts(texts: readonly string[], encoder: TextEncoder, maxLength: number): Int32Array[] {
  const lists = texts.map(text => encoder.encode(text, maxLength).ids);
  const all = new Int32Array(lists.reduce((length, ids) => length + ids.length, 0));
  let end = 0;
  return lists.map(ids => {
    all.set(ids, end);
    end += ids.length;
    return all.subarray(end - ids.length, end);
  });
}

/** @param trainLength tokens of a training text at most; the other splits are read as scoring reads them */
export function encodeTask(
  task: TaskData,
  encoder: TextEncoder,
  maxLength: number,
  trainLength = maxLength,
): EncodedTask {
  const { id, labels, train, validation, test, perEpoch } = task;
  return {
    id,
    labels,
    perEpoch,
    train: encodeExamples(train, encoder, trainLength),
    validation: encodeExamples(validation, encoder, maxLength),
    test: encodeExamples(test, encoder, maxLength),
  };
}

/** @param maxLength tokens of a text at most */
export function encodeSentences(
  { texts, languages, ...taught }: SentenceData,
  encoder: TextEncoder,
  maxLength: number,
): EncodedSentences {
  return {
    ...taught,
    train: encodeTexts(texts, encoder, maxLength).map((ids, n) => ({ ids, language: languages[n] })),
  };
}
