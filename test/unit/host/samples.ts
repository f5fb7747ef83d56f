import fc from 'fast-check';
import type { ModelInfo, TaskInfo, TaskScore } from '../../../src/protocol/scores.ts';
import type { ScoredText, Span } from '../../../src/protocol/worker.ts';

export const sentiment: TaskInfo = {
  id: 'sentiment',
  title: 'Sentiment',
  description: 'Whether it is for or against.',
  labels: ['negative', 'neutral', 'positive'],
  languages: ['en'],
};

export const model: ModelInfo = {
  name: 'sample',
  version: '1',
  location: '/models/sample',
  backend: 'cpu',
  backendReason: 'chosen by name',
  tasks: [sentiment],
  languages: ['en'],
};

export function score(...probabilities: number[]): TaskScore {
  const best = probabilities.indexOf(Math.max(...probabilities));
  return { label: sentiment.labels[best], probabilities, abstained: false };
}

export function segment(
  start: number,
  end: number,
  sentimentScore: TaskScore,
  text = `text ${start}`,
): ScoredText {
  return { start, end, text, language: 'en', tokens: end - start, scores: { sentiment: sentimentScore } };
}

/** Spans in order, apart or touching, as segments of a document are. */
export const spansArbitrary = fc
  .array(fc.record({ gap: fc.nat(30), length: fc.integer({ min: 1, max: 30 }) }), { maxLength: 60 })
  .map(parts => {
    let at = 0;
    return parts.map(({ gap, length }): Span => {
      const start = at + gap;
      at = start + length;
      return { start, end: at };
    });
  });
