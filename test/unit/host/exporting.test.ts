import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import { toCsv, toJsonl } from '../../../src/host/exporting.ts';
import { score, segment, sentiment } from './samples.ts';

const text = 'Good, "really".\r\nBad.\r\n';
const document = {
  file: 'notes/a.md',
  text,
  position: (offset: number) => {
    const before = text.slice(0, offset).split('\n');
    return { line: before.length, column: before.at(-1)!.length + 1 };
  },
};
const segments = [
  segment(0, 15, score(0.1, 0.2, 0.7)),
  segment(17, 21, { label: null, probabilities: [0.4, 0.3, 0.3], abstained: true }),
];

describe('The export', () => {
  it('writes the lines of `manylens score --format jsonl`', () => {
    const lines = toJsonl(document, [sentiment], segments).trimEnd().split('\n');
    assert.deepEqual(
      lines.map(line => JSON.parse(line)),
      [
        {
          file: 'notes/a.md',
          start: 0,
          end: 15,
          line: 1,
          column: 1,
          text: 'Good, "really".',
          language: 'en',
          scores: {
            sentiment: {
              label: 'positive',
              probabilities: { negative: 0.1, neutral: 0.2, positive: 0.7 },
              abstained: false,
            },
          },
        },
        {
          file: 'notes/a.md',
          start: 17,
          end: 21,
          line: 2,
          column: 1,
          text: 'Bad.',
          language: 'en',
          scores: {
            sentiment: {
              label: null,
              probabilities: { negative: 0.4, neutral: 0.3, positive: 0.3 },
              abstained: true,
            },
          },
        },
      ],
    );
  });

  it('writes CSV that a parser reads back, quotes and commas included', () => {
    const [header, first, second] = parse(toCsv(document, [sentiment], segments)) as string[][];
    assert.deepEqual(header.slice(5), [
      'text',
      'language',
      'sentiment',
      'sentiment:negative',
      'sentiment:neutral',
      'sentiment:positive',
    ]);
    assert.deepEqual(first.slice(5), ['Good, "really".', 'en', 'positive', '0.1', '0.2', '0.7']);
    assert.deepEqual(second.slice(5, 8), ['Bad.', 'en', '']);
  });

  it('keeps the order of labels that look like numbers', () => {
    const stars = { ...sentiment, id: 'stars', labels: ['3', '1', '2'] };
    const scored = {
      ...segments[0],
      scores: { stars: { label: '3', probabilities: [0.6, 0.3, 0.1], abstained: false } },
    };
    const [, row] = parse(toCsv(document, [stars], [scored])) as string[][];
    assert.deepEqual(row.slice(7), ['3', '0.6', '0.3', '0.1']);
  });

  const guess = score(0.1, 0.2, 0.7);
  const own = segment(0, 15, { label: 'negative', probabilities: [1, 0, 0], abstained: false, guess });

  it('has the user’s label, says so, and keeps the probabilities of the model', () => {
    const { scores } = JSON.parse(toJsonl(document, [sentiment], [own]));
    assert.deepEqual(scores.sentiment, {
      label: 'negative',
      probabilities: { negative: 0.1, neutral: 0.2, positive: 0.7 },
      abstained: false,
      by: 'user',
      guess: 'positive',
    });
  });

  it('has a column for who labelled in CSV, where the user has labelled', () => {
    const [header, first, second] = parse(toCsv(document, [sentiment], [own, segments[1]])) as string[][];
    assert.deepEqual(header.slice(-2), ['sentiment:positive', 'by:sentiment']);
    assert.deepEqual(first.slice(7), ['negative', '0.1', '0.2', '0.7', 'user']);
    assert.deepEqual(second.slice(7), ['', '0.4', '0.3', '0.3', '']);
  });

  it('leaves the columns of a task without scores empty', () => {
    const [, row] = parse(toCsv(document, [sentiment], [{ ...segments[0], scores: {} }])) as string[][];
    assert.deepEqual(row.slice(7), ['', '', '', '']);
  });
});
